package org.p2pd.standalone.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.p2pd.standalone.roles.FreePort;

/**
 * Where everything listens, on loopback.
 *
 * @param tracker nodes and people
 * @param trackerManagement its health
 * @param agents the viewers' own
 */
public record Ports(
    int tracker,
    int trackerManagement,
    int origin,
    int originManagement,
    int cache,
    int cacheManagement,
    List<AgentPorts> agents) {
  private static final Ports USUAL = new Ports(
      7070,
      7071,
      7080,
      7081,
      7090,
      7091,
      List.of(new AgentPorts(1111, 1112, 1113), new AgentPorts(2111, 2112, 2113)));

  /**
   * Where one agent listens.
   *
   * @param viewer the user's browser and player
   * @param peers other nodes
   * @param management its health
   */
  public record AgentPorts(int viewer, int peers, int management) {}

  public Ports {
    agents = List.copyOf(agents);
  }

  /** Those of WIRE §5; the second agent's are 2111 to 2113. */
  public static Ports usual() {
    return USUAL;
  }

  /** Free ones, for as many agents as wanted. */
  public static Ports free(int agents) {
    int[] free =
        IntStream.generate(Ports::freePort).distinct().limit(6 + 3L * agents).toArray();
    List<AgentPorts> ofAgents = IntStream.range(0, agents)
        .map(i -> 6 + 3 * i)
        .mapToObj(at -> new AgentPorts(free[at], free[at + 1], free[at + 2]))
        .toList();
    return new Ports(free[0], free[1], free[2], free[3], free[4], free[5], ofAgents);
  }

  /** A port that nothing listens on at the moment. */
  public static int freePort() {
    return FreePort.any();
  }

  /** What is taken already, such as {@code 7070 (tracker)}. */
  Optional<String> taken() {
    return named().entrySet().stream()
        .filter(port -> FreePort.isTaken(port.getKey()))
        .map(port -> port.getKey() + " (" + port.getValue() + ")")
        .findFirst();
  }

  private Map<Integer, String> named() {
    Map<Integer, String> named = new LinkedHashMap<>();
    named.put(tracker, "tracker");
    named.put(trackerManagement, "tracker's health");
    named.put(origin, "origin");
    named.put(originManagement, "origin's health");
    named.put(cache, "cache");
    named.put(cacheManagement, "cache's health");
    for (int i = 0; i < agents.size(); i++) {
      String agent = "agent " + (i + 1);
      named.put(agents.get(i).viewer(), agent);
      named.put(agents.get(i).peers(), agent + "'s peers");
      named.put(agents.get(i).management(), agent + "'s health");
    }
    return named;
  }
}
