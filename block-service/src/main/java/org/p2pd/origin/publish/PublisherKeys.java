package org.p2pd.origin.publish;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.KeyEndorsement;
import org.p2pd.protocol.publication.PublisherKey;

/**
 * The provider's keys.
 *
 * @param all the first one signs publications; the others are on their way out, and vouch for the first; none =
 *     publications are not signed
 */
public record PublisherKeys(List<PublisherKey> all) {
  public PublisherKeys {
    all = List.copyOf(all);
  }

  /** The key that signs, or null. */
  @Nullable
  PublisherKey signing() {
    return all.isEmpty() ? null : all.get(0);
  }

  /** The public keys that publications of this origin may be signed with, in base64; the one that signs first. */
  public List<String> publicKeys() {
    return all.stream().map(PublisherKey::publicKeyBase64).toList();
  }

  /** Each key vouching for all of them, under the provider's names. */
  public List<KeyEndorsement> endorsements(List<String> authorities) {
    return all.stream().map(key -> key.endorse(authorities, publicKeys())).toList();
  }
}
