package org.p2pd.transport.schedule.host;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The standing of every host this process dealt with lately; at most {@value #HOSTS_MAX}, the longest unused go first.
 * Owned by one thread.
 */
public final class HostBook {
  /** For how long a host's standing outlasts restarts. */
  public static final Duration REMEMBERED = Duration.ofDays(1);

  private static final int HOSTS_MAX = 4_096;

  private final Map<String, HostStanding> standings = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, HostStanding> eldest) {
      return size() > HOSTS_MAX;
    }
  };

  private final OriginAllowance originAllowance;

  /** A book of strangers; origins may be asked for as much as is wanted. */
  public HostBook() {
    this(0);
  }

  /**
   * A book of strangers.
   *
   * @param originBytesPerSecondMax how much origins and mirrors are asked for, on average; 0 = as much as is wanted
   */
  public HostBook(long originBytesPerSecondMax) {
    this.originAllowance = new OriginAllowance(originBytesPerSecondMax);
  }

  /** How much may be asked of origins and mirrors, over all transfers that share this book. */
  public OriginAllowance originAllowance() {
    return originAllowance;
  }

  /**
   * The standing of a host, from now on a stranger's if it is not known.
   *
   * @param server what the host is known by for all films, such as {@code http://192.0.2.7:8080}
   */
  public HostStanding of(String server) {
    return standings.computeIfAbsent(server, unknown -> new HostStanding());
  }

  /** What is worth keeping of the hosts dealt with within {@link #REMEMBERED}, the longest unused first. */
  public List<RememberedHost> remembered(long nowNanos) {
    return standings.entrySet().stream()
        .filter(each -> each.getValue().isMeasured())
        .map(each -> each.getValue().remembered(each.getKey(), nowNanos))
        .filter(each -> each.age().compareTo(REMEMBERED) < 0)
        .toList();
  }

  /** Takes up what was kept; what this process found out itself stands. */
  public void recall(List<RememberedHost> kept, long nowNanos) {
    kept.stream()
        .filter(each -> each.age().compareTo(REMEMBERED) < 0)
        .forEach(each ->
            standings.computeIfAbsent(each.server(), server -> HostStanding.of(each, nowNanos)));
  }
}
