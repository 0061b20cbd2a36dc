package org.p2pd.standalone.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The usage scenarios of 2009 (Skevik, <i>SPP based CDN usage scenarios</i> and <i>HTTP based CDN usage scenarios</i>), with
 * the addresses of this machine filled in. See {@code docs/scenarios.md}.
 */
public enum Scenario {
  SINGLE_SERVER("1", "a single server; viewers get every block from it, verified", Lines::single),
  INDEPENDENT_SERVERS(
      "2", "independent servers with the same films; viewers use all of them", Lines::independent),
  SERVER_AND_CACHES(
      "3", "one server, its provider's caches before it; viewers use both", Lines::cached),
  PEERS("4", "viewers hand on what they have watched", Lines::peers),
  SITE_CACHE("5", "a site's cache, with its viewers clustered round it", Lines::siteCache),
  HTTP("http", "viewers with nothing but a browser; server and caches", Lines::http);

  private final String number;
  private final String title;
  private final Function<Lines, List<Member>> members;

  Scenario(String number, String title, Function<Lines, List<Member>> members) {
    this.number = number;
    this.title = title;
    this.members = members;
  }

  /** The scenario that users call {@code number}: 1 to 5, or http. */
  public static Scenario ofNumber(String number) {
    return Arrays.stream(values())
        .filter(each -> each.number.equalsIgnoreCase(number.strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "--scenario: " + number + " (expected: 1, 2, 3, 4, 5 or http)"));
  }

  public String number() {
    return number;
  }

  /** What it is, for people. */
  public String title() {
    return title;
  }

  /** Its nodes in the order in which they start. */
  List<Member> members(ScenarioPorts ports, Path films, Path stores) {
    return members.apply(new Lines(ports, films, stores));
  }

  /** The command lines, for one place. */
  private record Lines(ScenarioPorts ports, Path films, Path stores) {
    List<Member> single() {
      return with(server(0), viewers(tracker(0)));
    }

    List<Member> independent() {
      List<Member> all = new ArrayList<>();
      for (int i = 0; i < ScenarioPorts.SERVERS_MAX; i++) {
        int self = i;
        String[] others = IntStream.range(0, ScenarioPorts.SERVERS_MAX)
            .filter(other -> other != self)
            .boxed()
            .flatMap(other -> List.of("-l", here(ports.servers().get(other))).stream())
            .toArray(String[]::new);
        all.add(server(i, others));
      }
      all.addAll(viewers(tracker(0)));
      return all;
    }

    List<Member> cached() {
      List<Member> all = new ArrayList<>(http());
      all.addAll(viewers(tracker(0)));
      return all;
    }

    List<Member> peers() {
      return with(server(0, "-i"), viewers(tracker(0)));
    }

    List<Member> siteCache() {
      int port = ports.caches().get(0);
      Member cache = member(
          "site cache",
          port,
          "-i",
          "-c",
          store("cache"),
          "-n",
          "127.0.0.0/8",
          "--tracker",
          tracker(0),
          "--tracker-port",
          ports.trackers().get(1).toString());
      List<Member> all = with(server(0, "-i"), List.of(cache));
      all.addAll(viewers(tracker(1), "-S", here(port)));
      return all;
    }

    List<Member> http() {
      int server = ports.servers().get(0);
      List<Member> all = new ArrayList<>();
      String[] mirrors = ports.caches().stream()
          .flatMap(port -> List.of("-l", here(port)).stream())
          .toArray(String[]::new);
      all.add(server(0, mirrors));
      for (int i = 0; i < ScenarioPorts.CACHES_MAX; i++) {
        all.add(member(
            "cache " + (i + 1),
            ports.caches().get(i),
            "-c",
            store("cache-" + (i + 1)),
            "-A",
            "localhost:" + server,
            "-n",
            "0.0.0.0/0",
            "-S",
            here(server),
            "--tracker",
            tracker(0)));
      }
      return all;
    }

    private static List<Member> with(Member first, List<Member> others) {
      List<Member> all = new ArrayList<>(List.of(first));
      all.addAll(others);
      return all;
    }

    private Member server(int index, String... more) {
      List<String> arguments = new ArrayList<>(List.of("-p", films.toString()));
      arguments.addAll(List.of(more));
      arguments.addAll(List.of("--tracker-port", ports.trackers().get(index).toString()));
      return member(
          "server" + (index == 0 ? "" : " " + (index + 1)),
          ports.servers().get(index),
          arguments.toArray(String[]::new));
    }

    private List<Member> viewers(String tracker, String... more) {
      return IntStream.range(0, ScenarioPorts.AGENTS)
          .mapToObj(i -> viewer(i, tracker, more))
          .toList();
    }

    private Member viewer(int index, String tracker, String... more) {
      List<String> arguments = new ArrayList<>(List.of("-c", store("viewer-" + (index + 1))));
      arguments.addAll(List.of(more));
      arguments.addAll(List.of("--tracker", tracker));
      return member(
          "viewer " + (index + 1), ports.agents().get(index), arguments.toArray(String[]::new));
    }

    private static Member member(String name, int port, String... arguments) {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("-P", Integer.toString(port)));
      return new Member(name, all, port);
    }

    private String tracker(int index) {
      return "http://localhost:" + ports.trackers().get(index);
    }

    private String store(String name) {
      return stores.resolve(name).toString();
    }

    private static String here(int port) {
      return "127.0.0.1:" + port;
    }
  }
}
