package org.p2pd.protocol.tracker.catalogue;

import java.util.List;

/** {@code GET /v1/authorities}: what agents may ask this tracker about. */
public record Authorities(List<String> authorities) {
  public Authorities {
    authorities = authorities == null ? List.of() : List.copyOf(authorities);
  }
}
