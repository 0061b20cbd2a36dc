package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/**
 * A provider takes a film away, puts another in the place of one, and has one recalled, all while origin, cache and agent
 * hold them and viewers watch.
 */
class ITCatalogueChanges {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String TOKEN = "the-operators-token-of-this-test";

  /** More than sockets on the way hold, so that a viewer who began is under way. */
  private static final long LENGTH_REPLACED = (24 << 20) + 5;

  /** An answer that ended before what its head had promised. */
  private static final String CUT = "cut";

  /** The old film is withdrawn, and the new one still being read for its digests. */
  private static final String GONE = "gone";

  private static final Set<Integer> NOT_NOW = Set.of(404, 503);

  @TempDir
  private static Path directory;

  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
  private static final List<Watching> VIEWERS = new ArrayList<>();

  private static Film withdrawn;
  private static Film recalled;
  private static Film kept;
  private static Film replaced;
  private static String digestBefore;
  private static String digestAfter;
  private static ContentId contentRecalled;
  private static List<Fetch> ways;
  private static Fetch peerPort;

  @BeforeAll
  static void everybodyHasEveryFilm_thenTheCatalogueChanges() throws Exception {
    Path media = Files.createDirectory(directory.resolve("media"));
    withdrawn = Film.in(media, "withdrawn.mp4", 2 * Film.BLOCK + 5);
    recalled = Film.in(media, "recalled.mp4", 3 * Film.BLOCK);
    kept = Film.in(media, "kept.mp4", Film.BLOCK);
    replaced = Film.in(media, "replaced.mp4", LENGTH_REPLACED);
    digestBefore = replaced.sha256();
    Ports ports = Ports.free(1);
    RoleSettings settings = new RoleSettings(ports, redis().url());
    RunningRole tracker =
        start(Role.TRACKER, settings.tracker(), "p2pd.tracker.publish-token=" + TOKEN);
    RunningRole origin = start(
        Role.ORIGIN,
        settings.origin(media, directory.resolve("state")),
        "p2pd.publish.token=" + TOKEN);
    RunningRole cache =
        start(Role.CACHE, settings.cache(directory.resolve("cache")), "p2pd.cache.token=" + TOKEN);
    RunningRole agent =
        start(Role.AGENT, settings.agent(ports.agents().get(0), directory.resolve("agent")));
    ways = List.of(
        Fetch.straight("origin", origin.url()),
        Fetch.straight("cache", cache.url()),
        Fetch.straight("agent", agent.url() + "/" + settings.authority()));
    peerPort = Fetch.straight(
        "agent's peer port", "http://127.0.0.1:" + ports.agents().get(0).peers());
    for (Fetch way : ways) {
      for (Film film : List.of(withdrawn, recalled, kept, replaced)) {
        await().atMost(LONG).until(() -> way.get(film.path()).statusCode() == 200);
        assertThat(way.sha256(film.path())).as("%s", way).isEqualTo(film.sha256());
      }
      VIEWERS.add(Watching.begin(way, replaced));
    }
    String name = "http://" + settings.authority() + recalled.path();
    contentRecalled = Fetch.straight("tracker", tracker.url())
        .json("/v1/publications?url=" + name, Publication.class)
        .contentId();
    Film next =
        Film.in(Files.createDirectory(directory.resolve("new")), "next.mp4", LENGTH_REPLACED);
    digestAfter = next.sha256();

    Files.delete(withdrawn.file());
    Files.move(next.file(), replaced.file(), StandardCopyOption.ATOMIC_MOVE);
    recall(tracker, name);
  }

  private static EmbeddedRedis redis() throws IOException {
    return opened(
        EmbeddedRedis.start(Files.createDirectory(directory.resolve("redis")), Ports::freePort));
  }

  private static void recall(RunningRole tracker, String url)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(tracker.url() + "/v1/publications?url="
            + url + "&contentId=" + contentRecalled + "&recall=true"))
        .header("Authorization", "Bearer " + TOKEN)
        .DELETE()
        .build();
    assertThat(HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode())
        .isEqualTo(204);
  }

  @AfterAll
  static void closeAll() throws Exception {
    while (!OPEN.isEmpty()) {
      OPEN.pop().close();
    }
  }

  @Test
  void filmsWithdrawnAndRecalled_areGoneByName_everywhere() {
    for (Film film : List.of(withdrawn, recalled)) {
      for (Fetch way : ways) {
        await()
            .atMost(LONG)
            .untilAsserted(() -> assertThat(way.get(film.path()).statusCode())
                .as("%s of %s", way, film.name())
                .isEqualTo(404));
      }
    }
  }

  @Test
  void filmRecalled_isGoneByContentToo() {
    for (Fetch node : List.of(ways.get(0), ways.get(1), peerPort)) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(node.get("/.p2pd/content/" + contentRecalled, "Range", "bytes=0-9")
                      .statusCode())
                  .as("%s by content", node)
                  .isEqualTo(404));
    }
  }

  @Test
  void filmLeftAlone_stays() {
    for (Fetch way : ways) {
      assertThat(way.sha256(kept.path())).as("%s", way).isEqualTo(kept.sha256());
    }
  }

  @Test
  void filmReplacedWhileViewersWatch_eachSeesTheOldOrTheNew_neverSomeOfBoth_andSoonAllTheNew() {
    for (Watching viewer : VIEWERS) {
      assertThat(viewer.rest()).as("%s", viewer.way).isIn(digestBefore, CUT);
      await().atMost(LONG).until(() -> {
        String seen = wholeOfReplaced(viewer.way);
        assertThat(seen).as("%s", viewer.way).isIn(digestBefore, digestAfter, CUT, GONE);
        return seen.equals(digestAfter);
      });
      HttpResponse<String> resumed =
          viewer.way.get(replaced.path(), "Range", "bytes=0-9", "If-Range", viewer.eTag);
      assertThat(resumed.statusCode()).as("%s, from the start", viewer.way).isEqualTo(200);
      assertThat(resumed.headers().firstValue("ETag").orElseThrow())
          .as("%s", viewer.way)
          .isNotEqualTo(viewer.eTag);
    }
  }

  /** What somebody who asks now gets in the end. */
  private static String wholeOfReplaced(Fetch way) throws Exception {
    HttpResponse<InputStream> answer = way.open(replaced.path());
    try (InputStream body = answer.body()) {
      return NOT_NOW.contains(answer.statusCode())
          ? GONE
          : Watching.of(way, answer, body).rest();
    }
  }

  /** Starts a role with some of its settings replaced. */
  private static RunningRole start(Role role, List<String> settings, String... replacements) {
    List<String> all = new ArrayList<>(settings);
    for (String each : replacements) {
      all.removeIf(setting -> setting.startsWith("--" + each.substring(0, each.indexOf('=') + 1)));
      all.add("--" + each);
    }
    return opened(RunningRole.among(role, all));
  }

  private static <T extends AutoCloseable> T opened(T closeable) {
    OPEN.push(closeable);
    return closeable;
  }

  /** A viewer of a film. */
  private record Watching(Fetch way, String eTag, DigestInputStream body) {
    static Watching of(Fetch way, HttpResponse<InputStream> answer, InputStream body)
        throws NoSuchAlgorithmException {
      assertThat(answer.statusCode()).as("%s", way).isEqualTo(200);
      return new Watching(
          way,
          answer.headers().firstValue("ETag").orElseThrow(),
          new DigestInputStream(body, MessageDigest.getInstance("SHA-256")));
    }

    /** One who has seen the first block. */
    static Watching begin(Fetch way, Film film) throws Exception {
      HttpResponse<InputStream> answer = way.open(film.path());
      Watching viewer = of(way, answer, answer.body());
      assertThat(viewer.body.readNBytes(Film.BLOCK)).hasSize(Film.BLOCK);
      return viewer;
    }

    /** Watches to the end; the digest of the whole, or {@link #CUT}. */
    String rest() {
      try (body) {
        body.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(body.getMessageDigest().digest());
      } catch (IOException e) {
        return CUT;
      }
    }
  }
}
