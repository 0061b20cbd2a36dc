package org.p2pd.transport.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.KeyEndorsement;

/**
 * What an origin says of itself at {@code /.well-known/p2pd} (WIRE §3).
 *
 * @param trackers base URLs
 * @param publisherKeys base64 of the raw Ed25519 keys that its publications may be signed with, the newest first
 * @param authorities its names, the canonical one first
 * @param endorsements of all its keys, by each of them; null = it does not sign
 */
public record Discovery(
    List<String> trackers,
    List<String> publisherKeys,
    List<String> authorities,
    @Nullable List<KeyEndorsement> endorsements) {
  /** The most bytes of the document that anybody accepts. */
  public static final int JSON_BYTES_MAX = 64 << 10;

  public Discovery {
    trackers = trackers == null ? List.of() : List.copyOf(trackers);
    publisherKeys = publisherKeys == null ? List.of() : List.copyOf(publisherKeys);
    authorities = authorities == null ? List.of() : List.copyOf(authorities);
    endorsements =
        endorsements == null || endorsements.isEmpty() ? null : List.copyOf(endorsements);
  }

  /** Whether {@code key}, which is known to be the provider's, vouches for all keys under that name. */
  boolean isVouchedForBy(String key, String authority) {
    return endorsements != null
        && authorities.contains(authority)
        && endorsements.stream()
            .anyMatch(
                each -> each.publisher().equals(key) && each.isValid(authorities, publisherKeys));
  }
}
