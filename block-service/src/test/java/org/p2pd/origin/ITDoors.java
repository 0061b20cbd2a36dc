package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.p2pd.origin.TestOrigin.header;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.testkit.bytes.TestBytes;

/** Metalink, BitTorrent and playlists, tried with the programs they are for. */
class ITDoors {
  private static final byte[] FILM = TestBytes.random(3 * (1 << 20) + 5, 1);
  private static final String NAME = "/Ünïcødé #1.mp4";
  private static final String PATH = "/%C3%9Cn%C3%AFc%C3%B8d%C3%A9%20%231.mp4";

  @TempDir
  static Path home;

  private static FakeTracker tracker;
  private static TestOrigin origin;

  @BeforeAll
  static void start() throws IOException {
    Path media = Files.createDirectories(home.resolve("media"));
    Files.write(Path.of(media + NAME), FILM);
    Files.write(media.resolve("empty.mp4"), new byte[0]);
    Files.write(media.resolve("own.mp4"), TestBytes.random(1 << 20, 2));
    Files.writeString(media.resolve("own.mp4.meta4"), "the provider's own");
    tracker = new FakeTracker();
    origin = TestOrigin.start(
        media,
        home.resolve("state"),
        "p2pd.publish.authority=films.example",
        "p2pd.publish.token=publish",
        "p2pd.tracker.url=" + tracker.url());
    for (String path : List.of(PATH, "/empty.mp4", "/own.mp4", "/own.mp4.meta4")) {
      origin.awaitStatus(path, 200);
    }
    await().until(() -> tracker.publications.size() == 4);
  }

  @AfterAll
  static void stop() {
    origin.close();
    tracker.close();
  }

  @AfterEach
  void forgetHosts() {
    tracker.hosts.clear();
  }

  @Test
  void metalink_namesSizeDigestsAndSources() {
    HttpResponse<byte[]> answer = origin.get(PATH + ".meta4");

    assertThat(header(answer, "content-type")).isEqualTo("application/metalink4+xml");
    assertThat(new String(answer.body(), UTF_8))
        .contains("<file name=\"Ünïcødé #1.mp4\">")
        .contains("<size>" + FILM.length + "</size>")
        .contains("<hash type=\"sha-256\">" + hex(Digest.of(FILM)) + "</hash>")
        .contains("<pieces length=\"262144\" type=\"sha-256\">")
        .contains("<hash>" + hex(Digest.of(Arrays.copyOf(FILM, 262144))) + "</hash>")
        .contains(">http://127.0.0.1:" + origin.port() + PATH + "</url>");
  }

  @Test
  void metalink_onceACacheHoldsTheFilm_namesItFirst() {
    tracker.hosts.add(host(HostRole.AGENT, "http://192.0.2.1:1112", BlockSet.everything()));
    tracker.hosts.add(host(HostRole.CACHE, "http://192.0.2.2:7090", BlockSet.everything()));
    tracker.hosts.add(host(HostRole.CACHE, "http://192.0.2.3:7090", BlockSet.of(0)));

    String document = new String(origin.get("/own.mp4", "Accept", METALINK).body(), UTF_8);

    assertThat(document)
        .contains("<url priority=\"1\">http://192.0.2.2:7090/.p2pd/content/")
        .contains("<url priority=\"2\">http://127.0.0.1:")
        .doesNotContain("192.0.2.1", "192.0.2.3");
  }

  private static final String METALINK = "application/metalink4+xml";

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/html", METALINK + ", */*"})
  void accept_notMetalinkAlone_isTheFilm(String accept) {
    assertThat(origin.get(PATH, "Accept", accept).body()).isEqualTo(FILM);
  }

  @Test
  void metalink_realFileOfThatName_wins() {
    assertThat(origin.get("/own.mp4.meta4").body()).asString(UTF_8).isEqualTo("the provider's own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing.mp4.meta4", "/nothing.mp4.torrent", "/.meta4", "/.torrent"})
  void description_ofNothing_is404(String path) {
    assertThat(origin.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void description_ofAnEmptyFilm_isComplete() {
    assertThat(new String(origin.get("/empty.mp4.meta4").body(), UTF_8)).contains("<size>0</size>");
    assertThat(new String(origin.get("/empty.mp4.torrent").body(), ISO_8859_1))
        .contains("6:lengthi0e")
        .contains("6:pieces0:");
  }

  @Test
  void playlist_namesSppThenHttp() {
    HttpResponse<byte[]> answer = origin.get(PATH + "?playlist");

    assertThat(header(answer, "content-type")).isEqualTo("application/x-spp-playlist");
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo("spp://films.example" + PATH + "\n" + origin.url(PATH) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {".meta4", ".torrent"})
  void aria2_downloadsAndChecks(String door, @TempDir Path here) throws Exception {
    requireProgram("aria2c", "--version");

    run(
        here,
        "aria2c",
        "--no-conf",
        "--enable-dht=false",
        "--enable-dht6=false",
        "--bt-enable-lpd=false",
        "--seed-time=0",
        "--check-integrity=true",
        "--listen-port=20000-60000",
        "--allow-overwrite=true",
        "-d",
        here.toString(),
        origin.url(PATH + door));

    assertThat(Files.readAllBytes(Path.of(here + NAME))).isEqualTo(FILM);
  }

  @Test
  void libtorrent_downloadsFromTheWebSeed(@TempDir Path here) throws Exception {
    requireProgram("/usr/bin/python3", "-c", "import libtorrent");
    Path torrent =
        Files.write(here.resolve("film.torrent"), origin.get(PATH + ".torrent").body());

    run(here, "/usr/bin/python3", "-c", """
        import libtorrent, sys, time
        session = libtorrent.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False,
            'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
            'ssrf_mitigation': False})
        film = session.add_torrent(
            {'ti': libtorrent.torrent_info(sys.argv[1]), 'save_path': sys.argv[2]})
        for _ in range(1200):
            if film.status().is_seeding:
                sys.exit(0)
            time.sleep(0.05)
        sys.exit('not complete: ' + str(film.status().progress))
        """, torrent.toString(), here.toString());

    assertThat(Files.readAllBytes(Path.of(here + NAME))).isEqualTo(FILM);
  }

  private static HostEntry host(HostRole role, String url, BlockSet blocks) {
    HostId id = new HostId(HexFormat.of().formatHex(url.getBytes(UTF_8)).substring(0, 32));
    return new HostEntry(id, url, role, null, role == HostRole.CACHE, false, false, blocks, 0);
  }

  private static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.toRaw());
  }

  private static void requireProgram(String... command) throws Exception {
    boolean found;
    try {
      found = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(found, String.join(" ", command) + " does not run here: skipped");
  }

  private static void run(Path here, String... command) throws Exception {
    Path log = here.resolve("program.log");
    Process program = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    try {
      assertThat(program.waitFor(90, TimeUnit.SECONDS))
          .as(Files.readString(log))
          .isTrue();
      assertThat(program.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      program.destroyForcibly();
    }
  }
}
