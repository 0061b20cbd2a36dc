package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** What a provider may set about who holds films, and who is told of whom: with a real tracker, Redis and agents. */
class ITOrigins {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  private static Path shared;

  private static EmbeddedRedis redis;
  private static RunningRole tracker;
  private static RoleSettings settings;
  private static Ports ports;

  @TempDir
  private Path directory;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Path media;

  @BeforeAll
  static void startTracker() throws IOException {
    redis = EmbeddedRedis.start(Files.createDirectory(shared.resolve("redis")), Ports::freePort);
    ports = Ports.free(2);
    settings = new RoleSettings(ports, redis.url());
    tracker = RunningRole.among(Role.TRACKER, settings.tracker());
  }

  @AfterAll
  static void stopTracker() throws Exception {
    tracker.close();
    redis.close();
  }

  @BeforeEach
  void makeMedia() throws IOException {
    media = Files.createDirectory(directory.resolve("media"));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void identicalTreesOnTwoOrigins_areOneSwarm_andOneMayDie() throws Exception {
    Film film = Film.in(media, "twins.mp4", 9 << 20);
    RunningRole first = origin(settings, media);
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Files.copy(film.file(), copy.resolve(film.name()));
    start(
        Role.ORIGIN, other(settings.origin(copy, directory.resolve("state-2")), Ports.freePort()));

    await().atMost(LONG).until(() -> roles(film).equals(List.of(HostRole.ORIGIN, HostRole.ORIGIN)));

    close(first);
    agent(0);
    assertThat(gateway(0).sha256(film.path())).isEqualTo(film.sha256());
  }

  @Test
  void mirrors_arePlainHolders_checkedBlockByBlock() throws Exception {
    Film film = Film.in(media, "mirrored film.mp4", 16 << 20);
    PlainMirror honest = opened(new PlainMirror(media, false));
    PlainMirror liar = opened(new PlainMirror(media, true));
    origin(settings, media, "mirrors=" + honest.url() + "," + liar.url());
    await().atMost(LONG).until(() -> roles(film).contains(HostRole.MIRROR));
    assertThat(holders(film))
        .filteredOn(host -> host.role() == HostRole.MIRROR)
        .allMatch(HostEntry::plain)
        .extracting(HostEntry::url)
        .containsExactlyInAnyOrder(
            honest.url() + "/mirrored%20film.mp4", liar.url() + "/mirrored%20film.mp4");

    agent(0);

    assertThat(gateway(0).sha256("/mirrored%20film.mp4")).isEqualTo(film.sha256());
    assertThat(honest.bytesSent.get()).isPositive();
    assertThat(liar.bytesSent.get()).isLessThan(film.length() / 2);
    assertThat(honest.strayRequests.get() + liar.strayRequests.get()).isZero();
  }

  @Test
  void internalOrigin_isNamedToNobodyButTheCache() throws Exception {
    Film film = Film.in(media, "behind.mp4", 5 << 20);
    origin(settings, media, "internal=true");
    Fetch origin = Fetch.straight("origin", "http://localhost:" + ports.origin());
    await().atMost(LONG).until(() -> origin.get(film.path()).statusCode() == 200);
    startCache();
    await().atMost(LONG).until(() -> roles(film).contains(HostRole.CACHE));
    agent(0);

    await().atMost(LONG).until(() -> gateway(0).get(film.path()).statusCode() == 200);
    assertThat(gateway(0).sha256(film.path())).isEqualTo(film.sha256());

    assertThat(status(0).received().origin()).isZero();
    assertThat(status(0).received().cache()).isEqualTo(film.length());
    assertThat(roles(film)).doesNotContain(HostRole.ORIGIN);
    assertNothingNames(film, "127.0.0.1:" + ports.origin());
    assertThat(cache().get(film.path() + ".meta4").body())
        .contains(film.path() + "</url>")
        .doesNotContain(":" + ports.origin() + "/", "priority=\"2\"");
    assertThat(cache().get(film.path() + ".torrent").statusCode()).isEqualTo(404);
  }

  @Test
  void cache_describesFilms_namesItselfBeforeTheOrigin_andLeavesTorrentsToIt() throws Exception {
    Film film = Film.in(media, "described.mp4", 3 << 20);
    origin(settings, media);
    startCache();
    String origin = "http://127.0.0.1:" + ports.origin();
    await()
        .atMost(LONG)
        .until(() -> roles(film).containsAll(List.of(HostRole.CACHE, HostRole.ORIGIN)));

    String metalink = cache().get(film.path() + ".meta4").body();
    HttpResponse<String> torrent = cache().get(film.path() + ".torrent");

    assertThat(metalink)
        .contains(
            "<url priority=\"1\">http://127.0.0.1:" + ports.cache() + film.path() + "</url>",
            "<url priority=\"2\">" + origin + film.path() + "</url>");
    assertThat(piecesOf(metalink))
        .isEqualTo(piecesOf(
            Fetch.straight("origin", origin).get(film.path() + ".meta4").body()));
    assertThat(torrent.statusCode()).isEqualTo(307);
    assertThat(torrent.headers().firstValue("Location"))
        .hasValue(origin + film.path() + ".torrent");
    assertThat(cache().get(film.path() + "?playlist").body())
        .contains("spp://", "http://127.0.0.1:" + ports.cache() + film.path());
  }

  private static String piecesOf(String metalink) {
    return metalink.substring(metalink.indexOf("<pieces"), metalink.indexOf("</pieces>"));
  }

  private static Fetch cache() {
    return Fetch.straight("cache", "http://localhost:" + ports.cache());
  }

  @Test
  void withoutPeers_noViewerIsEverNamed() throws Exception {
    Film film = Film.in(media, "alone.mp4", 6 << 20);
    origin(settings, media, "peers=false");
    agent(0);
    await().atMost(LONG).until(() -> status(0).reachable());
    await().atMost(LONG).until(() -> gateway(0).get(film.path()).statusCode() == 200);
    assertThat(gateway(0).sha256(film.path())).isEqualTo(film.sha256());
    agent(1);

    assertThat(gateway(1).sha256(film.path())).isEqualTo(film.sha256());

    assertThat(status(1).received().agent()).isZero();
    assertThat(status(1).received().origin()).isEqualTo(film.length());
    assertThat(status(0).served()).isZero();
    assertThat(roles(film)).doesNotContain(HostRole.AGENT);
    for (Ports.AgentPorts agent : ports.agents()) {
      assertNothingNames(film, "127.0.0.1:" + agent.peers());
    }
  }

  @Test
  void keyChanged_withTheOldOneVouching_goesOn_withoutIt_isRefused() throws Exception {
    Path oldKey = key("old");
    Path newKey = key("new");
    Path stranger = key("stranger");
    RunningRole origin = origin(settings, media, "signing-key=" + oldKey);
    agent(0);
    Film film = Film.in(media, "signed.mp4", 300_000);
    await().atMost(LONG).until(() -> gateway(0).get(film.path()).statusCode() == 200);

    close(origin);
    origin = origin(settings, media, "signing-key=" + newKey + "," + oldKey);
    Film later = Film.in(media, "later.mp4", 300_000);
    await().atMost(LONG).until(() -> gateway(0).get(later.path()).statusCode() == 200);
    assertThat(Files.readString(directory.resolve("agent-0/publisher-keys")))
        .contains(publicKey(newKey) + " " + publicKey(oldKey));

    close(origin);
    origin(settings, media, "signing-key=" + stranger);
    Film last = Film.in(media, "last.mp4", 300_000);
    HttpResponse<String> refused = await()
        .atMost(LONG)
        .until(() -> gateway(0).get(last.path()), answer -> answer.statusCode() != 404);
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body()).contains("is signed by the key " + publicKey(stranger));
  }

  private void close(RunningRole role) throws Exception {
    open.remove(role);
    role.close();
  }

  private Path key(String name) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".key"), PublisherKey.newSeed(new SecureRandom()));
  }

  private static String publicKey(Path key) throws IOException {
    return PublisherKey.ofSeed(java.util.Base64.getDecoder().decode(Files.readString(key)))
        .publicKeyBase64();
  }

  /** Neither the tracker, to somebody without a token, nor any header that a plain viewer gets. */
  private static void assertNothingNames(Film film, String address) {
    assertThat(tracker().get("/v1/contents/" + contentOf(film) + "/hosts").body())
        .doesNotContain(address);
    HttpResponse<String> direct =
        Fetch.straight("origin", "http://localhost:" + ports.origin()).get(film.path());
    assertThat(direct.headers().toString()).doesNotContain(address);
    assertThat(tracker().get("/v1/publications").body()).doesNotContain(address);
  }

  private RunningRole origin(RoleSettings settings, Path tree, String... more) {
    List<String> all =
        new ArrayList<>(settings.origin(tree, directory.resolve("state-" + tree.getFileName())));
    Stream.of(more).forEach(setting -> all.add("--p2pd.publish." + setting));
    all.add("--p2pd.publish.settle=50ms");
    return start(Role.ORIGIN, all);
  }

  /** Whatever the other tests publish, an IP address or localhost means this one's site there. */
  private void startCache() {
    List<String> all = new ArrayList<>(settings.cache(directory.resolve("cache")));
    all.add("--p2pd.cache.authorities=" + settings.authority());
    start(Role.CACHE, all);
  }

  private void agent(int number) {
    start(
        Role.AGENT,
        settings.agent(ports.agents().get(number), directory.resolve("agent-" + number)));
  }

  /** The same settings for an origin of other ports and another name. */
  private static List<String> other(List<String> origin, int port) {
    return origin.stream()
        .map(each -> each.startsWith("--management.server.port=")
            ? "--management.server.port=" + Ports.freePort()
            : each.replace(String.valueOf(ports.origin()), String.valueOf(port)))
        .toList();
  }

  private RunningRole start(Role role, List<String> arguments) {
    return opened(RunningRole.among(role, arguments));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }

  private static List<HostRole> roles(Film film) {
    return holders(film).stream().map(HostEntry::role).toList();
  }

  private static List<HostEntry> holders(Film film) {
    return tracker()
        .json("/v1/contents/" + contentOf(film) + "/hosts", HostQueryReply.class)
        .hosts();
  }

  private static String contentOf(Film film) {
    Fetch origin = Fetch.straight("origin", "http://localhost:" + ports.origin());
    String path = film.path().replace(" ", "%20");
    return await()
        .atMost(LONG)
        .until(() -> origin.get(path), answer -> answer.statusCode() == 200)
        .headers()
        .firstValue("P2pd-Content-Id")
        .orElseThrow();
  }

  private static Fetch tracker() {
    return Fetch.straight("tracker", tracker.url());
  }

  private static Fetch gateway(int agent) {
    return Fetch.straight("agent", viewer(agent) + "/" + settings.authority());
  }

  private static AgentStatus status(int agent) {
    return Fetch.straight("agent", viewer(agent)).json("/api/status", AgentStatus.class);
  }

  private static String viewer(int agent) {
    return "http://localhost:" + ports.agents().get(agent).viewer();
  }
}
