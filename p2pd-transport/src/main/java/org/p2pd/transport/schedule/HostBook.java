package org.p2pd.transport.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The standing of every host this process dealt with lately; at most {@value #HOSTS_MAX}, the longest unused go first.
 * Owned by one thread.
 */
public final class HostBook {
  private static final int HOSTS_MAX = 4_096;

  private final Map<String, HostStanding> standings = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, HostStanding> eldest) {
      return size() > HOSTS_MAX;
    }
  };

  HostStanding of(Source source) {
    return standings.computeIfAbsent(source.server(), server -> new HostStanding());
  }
}
