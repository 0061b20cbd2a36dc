package org.p2pd.standalone.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2pd.standalone.roles.FreePort;

/**
 * Where the members of a scenario listen; each takes the two ports after its own as well.
 *
 * @param trackers one for each server, or for server and site
 * @param servers up to three
 * @param caches up to two
 * @param agents viewers' own
 */
public record ScenarioPorts(
    List<Integer> trackers, List<Integer> servers, List<Integer> caches, List<Integer> agents) {
  static final int SERVERS_MAX = 3;
  static final int CACHES_MAX = 2;
  static final int AGENTS = 2;

  private static final int EACH = 3;
  private static final int THOUSAND = 1_000;

  public ScenarioPorts {
    trackers = List.copyOf(trackers);
    servers = List.copyOf(servers);
    caches = List.copyOf(caches);
    agents = List.copyOf(agents);
  }

  /** Those of WIRE §5, the others each a thousand further. */
  public static ScenarioPorts usual() {
    return new ScenarioPorts(
        usual(7_070, SERVERS_MAX),
        usual(7_080, SERVERS_MAX),
        usual(7_090, CACHES_MAX),
        usual(1_111, AGENTS));
  }

  private static List<Integer> usual(int first, int count) {
    return IntStream.range(0, count).mapToObj(i -> first + i * THOUSAND).toList();
  }

  /** Free ones. */
  public static ScenarioPorts free() {
    int count = 2 * SERVERS_MAX + CACHES_MAX + AGENTS;
    int first = FreePort.firstOf(EACH * count);
    List<Integer> all =
        IntStream.range(0, count).mapToObj(i -> first + EACH * i).toList();
    return new ScenarioPorts(
        all.subList(0, SERVERS_MAX),
        all.subList(SERVERS_MAX, 2 * SERVERS_MAX),
        all.subList(2 * SERVERS_MAX, 2 * SERVERS_MAX + CACHES_MAX),
        all.subList(2 * SERVERS_MAX + CACHES_MAX, count));
  }

  /** One that is taken already. */
  Optional<Integer> taken() {
    return Stream.of(trackers, servers, caches, agents)
        .flatMap(List::stream)
        .filter(FreePort::isTaken)
        .findFirst();
  }
}
