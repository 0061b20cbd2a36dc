package org.p2pd.origin.publish;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.PublisherKey;

/**
 * The provider's keys.
 *
 * @param signing signs publications; null = they are not signed
 */
public record PublisherKeys(@Nullable PublisherKey signing) {
  /** The public keys that publications of this origin may be signed with, in base64. */
  public List<String> publicKeys() {
    return Optional.ofNullable(signing).map(PublisherKey::publicKeyBase64).stream()
        .toList();
  }
}
