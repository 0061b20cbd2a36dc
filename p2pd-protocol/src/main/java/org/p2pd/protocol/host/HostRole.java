package org.p2pd.protocol.host;

import java.util.Locale;
import org.p2pd.protocol.MalformedValueException;

/** What a host is to the network. */
public enum HostRole {
  /** Publishes files in place; run by the provider. */
  ORIGIN,
  /** Pulls through and keeps blocks; run by a provider, an ISP or a campus. */
  CACHE,
  /** Runs on a viewer's machine. */
  AGENT,
  /** A plain HTTP server named in a publication; its URL is the file itself. Never registers. */
  MIRROR;

  private static final HostRole[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** Reads the lower-case name. */
  public static HostRole parse(String text) {
    for (HostRole role : ALL) {
      if (role.wireName.equals(text)) {
        return role;
      }
    }
    throw new MalformedValueException("role", text, "origin, cache, agent or mirror");
  }

  /** The lower-case name. */
  public String wireName() {
    return wireName;
  }
}
