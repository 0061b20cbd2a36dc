package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;
import org.p2pd.testkit.http.FaultProxy;

/**
 * Scenario 5: a campus with a tracker and a cache of its own. All bytes from outside pass one proxy, all words to the
 * provider's tracker one wire tap.
 */
class ITSiteCluster {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int AGENTS = 20;

  /** Each is watched by all. A viewer whom the cache keeps waiting asks the origin, so a busy machine adds bytes. */
  private static final int FILMS_MAX = 3;

  private static final String SITE_TOKEN = "the-token-of-the-campus-operator";
  private static final Pattern HOST_ID = Pattern.compile("\"hostId\":\"([0-9a-f]{32})\"");

  @TempDir
  private Path directory;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void campusWatchesOneFilm_eachBlockEntersOnce_andNothingAboutViewersLeaves() throws Exception {
    Path media = Files.createDirectory(directory.resolve("media"));
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < FILMS_MAX; i++) {
      films.add(Film.in(media, "lecture-" + i + ".mp4", 40L * Film.BLOCK + 7));
    }
    Ports ports = Ports.free(AGENTS);
    EmbeddedRedis redis = opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
    RoleSettings provider = new RoleSettings(ports, redis.url());
    start(Role.TRACKER, provider.tracker());
    Wiretap outside = opened(new Wiretap(ports.tracker()));
    FaultProxy entrance = opened(FaultProxy.before("127.0.0.1", ports.origin()));
    String authority = "localhost:" + entrance.port();
    start(
        Role.ORIGIN,
        with(
            provider.origin(media, directory.resolve("state")),
            "p2pd.publish.authority=" + authority,
            "p2pd.publish.url=" + entrance.url()));
    RunningRole siteTracker = start(Role.TRACKER, siteTracker(redis.url() + "/1", outside.url()));
    Wiretap inside = opened(new Wiretap(port(siteTracker)));
    start(
        Role.CACHE,
        with(
            provider.cache(directory.resolve("cache")),
            "p2pd.cache.url=",
            "p2pd.cache.token=",
            "p2pd.tracker.url=" + outside.url(),
            "p2pd.cache.site.tracker=" + siteTracker.url(),
            "p2pd.cache.site.token=" + SITE_TOKEN));
    for (int i = 0; i < AGENTS; i++) {
      start(
          Role.AGENT,
          with(
              provider.agent(ports.agents().get(i), directory.resolve("agent-" + i)),
              "p2pd.tracker.url=" + inside.url()));
    }
    Fetch site = Fetch.straight("the campus's tracker", siteTracker.url());
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(site.json("/v1/stats", TrackerStats.class).hosts())
                .isEqualTo(new TrackerStats.HostCounts(0, 1, AGENTS)));
    boolean enteredOnce = false;
    for (int i = 0; i < FILMS_MAX && !enteredOnce; i++) {
      enteredOnce = entersOnce(films.get(i), authority, site, entrance, ports);
    }
    assertThat(enteredOnce)
        .as("of one of the films each block entered about once")
        .isTrue();
    Set<String> agents = hostIds(inside.heard());
    assertThat(agents).hasSize(AGENTS);
    assertThat(outside.heard()).contains("\"role\":\"cache\"").doesNotContain("\"role\":\"agent\"");
    assertThat(hostIds(outside.heard())).isNotEmpty().doesNotContainAnyElementsOf(agents);
    ports
        .agents()
        .forEach(agent -> assertThat(outside.heard()).doesNotContain(":" + agent.peers()));
    assertThat(Fetch.straight("the provider's tracker", "http://localhost:" + ports.tracker())
            .json("/v1/stats", TrackerStats.class)
            .hosts())
        .isEqualTo(new TrackerStats.HostCounts(1, 1, 0));
  }

  private static boolean entersOnce(
      Film film, String authority, Fetch site, FaultProxy entrance, Ports ports) throws Exception {
    awaitCacheNamed(film, authority, site);
    long before = entrance.bytesDownstream();

    assertThat(watchAll(ports, authority + film.path())).containsOnly(film.sha256());

    long entered = entrance.bytesDownstream() - before;
    assertThat(entered).isGreaterThanOrEqualTo(film.length());
    return entered <= film.length() + film.length() / 10;
  }

  private static void awaitCacheNamed(Film film, String authority, Fetch site) {
    String url = "/v1/publications?url=http://" + authority + film.path();
    await().atMost(LONG).until(() -> site.get(url).statusCode() == 200);
    Publication publication = site.json(url, Publication.class);
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(site.json(
                    "/v1/contents/" + publication.contentId() + "/hosts", HostQueryReply.class)
                .hosts())
            .as("the cache is the operator's host of the cluster")
            .extracting(HostEntry::role, HostEntry::operator, HostEntry::fetches)
            .containsExactly(org.assertj.core.groups.Tuple.tuple(HostRole.CACHE, true, true)));
  }

  private static List<String> watchAll(Ports ports, String film) throws Exception {
    ExecutorService viewers = Executors.newFixedThreadPool(AGENTS);
    try {
      List<Future<String>> watching = new ArrayList<>();
      for (Ports.AgentPorts agent : ports.agents()) {
        Fetch viewer = Fetch.straight("agent", "http://localhost:" + agent.viewer());
        watching.add(viewers.submit(() -> viewer.sha256("/" + film)));
      }
      List<String> digests = new ArrayList<>();
      for (Future<String> each : watching) {
        digests.add(each.get());
      }
      return digests;
    } finally {
      viewers.shutdownNow();
    }
  }

  private static Set<String> hostIds(String heard) {
    return HOST_ID
        .matcher(heard)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static List<String> siteTracker(String redisUrl, String upstream) {
    return List.of(
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--server.shutdown=immediate",
        "--management.server.port=0",
        "--p2pd.redis.url=" + redisUrl,
        "--p2pd.redis.timeout=1s",
        "--p2pd.tracker.secret=the-secret-of-the-campus-tracker",
        "--p2pd.tracker.publish-token=" + SITE_TOKEN,
        "--p2pd.tracker.upstream=" + upstream);
  }

  /** {@code settings} with some of them replaced. */
  private static List<String> with(List<String> settings, String... replaced) {
    List<String> all = new ArrayList<>(settings);
    for (String each : replaced) {
      String name = "--" + each.substring(0, each.indexOf('=') + 1);
      all.removeIf(setting -> setting.startsWith(name));
      all.add("--" + each);
    }
    return all;
  }

  private static int port(RunningRole role) {
    return java.net.URI.create(role.url()).getPort();
  }

  private RunningRole start(Role role, List<String> settings) {
    return opened(RunningRole.among(role, settings));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }
}
