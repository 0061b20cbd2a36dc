package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.standalone.cli.P2pdCommand;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;
import org.p2pd.testkit.http.FaultProxy;
import org.p2pd.testkit.http.Faults;
import org.p2pd.transport.wire.WireFormat;

/** {@code p2pd get} as its user has it, alone and through a running agent; all bytes of the origin pass one proxy. */
@DisabledOnOs(OS.WINDOWS)
class ITGetCommand {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int BLOCKS = 32;
  private static final int SLOWLY = 384 << 10;
  private static final int ATTEMPTS_MAX = 20;
  private static final Duration TICK = Duration.ofMillis(10);

  @TempDir
  private static Path shared;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static FaultProxy line;
  private static Film film;
  private static Film other;
  private static Film empty;
  private static String site;
  private static String trackerUrl;
  private static String agentUrl;

  @TempDir
  private Path here;

  @BeforeAll
  static void startNetwork() throws IOException {
    Path media = Files.createDirectory(shared.resolve("media"));
    film = Film.in(media, "film.mp4", (long) BLOCKS * Film.BLOCK - 5);
    other = Film.in(media, "other.mp4", 2L * Film.BLOCK);
    empty = Film.in(media, "empty.mp4", 0);
    Ports ports = Ports.free(1);
    EmbeddedRedis redis =
        EmbeddedRedis.start(Files.createDirectory(shared.resolve("redis")), Ports::freePort);
    OPEN.add(redis);
    RoleSettings settings = new RoleSettings(ports, redis.url());
    RunningRole tracker = RunningRole.among(Role.TRACKER, settings.tracker());
    OPEN.add(0, tracker);
    trackerUrl = tracker.url();
    line = FaultProxy.before("127.0.0.1", ports.origin());
    OPEN.add(0, line);
    site = "http://localhost:" + line.port();
    List<String> origin = new ArrayList<>(settings.origin(media, shared.resolve("state")));
    origin.removeIf(each -> each.contains(".authority=") || each.contains("publish.url="));
    origin.add("--p2pd.publish.authority=localhost:" + line.port());
    origin.add("--p2pd.publish.url=" + line.url());
    origin.add("--p2pd.publish.settle=50ms");
    // The line is the only way: what the agent holds after one test must not make another's film
    // come at once.
    origin.removeIf(each -> each.contains("publish.peers="));
    origin.add("--p2pd.publish.peers=false");
    OPEN.add(0, RunningRole.among(Role.ORIGIN, origin));
    RunningRole agent =
        RunningRole.among(Role.AGENT, settings.agent(ports.agents().get(0), shared.resolve("a")));
    OPEN.add(0, agent);
    agentUrl = agent.url();
    Fetch asked = Fetch.straight("tracker", trackerUrl);
    for (Film each : List.of(film, other, empty)) {
      await()
          .atMost(LONG)
          .until(() -> asked.get("/v1/publications?url=" + url(each)).statusCode() == 200);
    }
    // The agent knows the authority within a second of its publication.
    Fetch gateway = Fetch.straight("agent", agentUrl + "/localhost:" + line.port());
    await().atMost(LONG).until(() -> gateway.get(empty.path()).statusCode() == 200);
  }

  @AfterAll
  static void stopNetwork() throws Exception {
    for (AutoCloseable each : OPEN) {
      each.close();
    }
  }

  @BeforeEach
  void healLine() {
    line.heal();
  }

  @Test
  void killedWhileItFetches_goesOnFromWhatIsRight() throws Exception {
    Path part = here.resolve("film.mp4.part");
    int blocks = fetchSome(part, stopped -> {
      stopped.kill();
      return Files.exists(part);
    });
    corrupt(part, 2L * Film.BLOCK + 77);
    long before = line.bytesDownstream();

    P2pdProcess again = get("--json", "--agent", "none", "--directory", "store-2", url(film));

    assertThat(again.exitCode()).as(again.said()).isZero();
    assertIsFilm(here.resolve("film.mp4"));
    assertThat(part).doesNotExist();
    Done done = lastEvent(again);
    assertThat(done.event()).isEqualTo("done");
    assertThat(done.before()).isEqualTo("part");
    int fetched = done.blocksFetched();
    assertThat(fetched).isBetween(1, BLOCKS - blocks + 1);
    assertThat(line.bytesDownstream() - before).isLessThan((fetched + 3L) * Film.BLOCK);
  }

  @Test
  void interrupted_saysHowToGoOn_andDoesSoThroughAnAgent() throws Exception {
    int blocks = fetchSome(here.resolve("film.mp4.part"), stopped -> {
      stopped.interrupt();
      if (stopped.exitCode() == 0) {
        return false;
      }
      assertThat(stopped.exitCode()).isEqualTo(130);
      assertThat(stopped.said()).contains("the same command goes on from there");
      return true;
    });

    P2pdProcess again = get("--json", "--agent", agentUrl, url(film));

    assertThat(again.exitCode()).as(again.said()).isZero();
    assertIsFilm(here.resolve("film.mp4"));
    Done done = lastEvent(again);
    assertThat(done.blocksFetched()).isBetween(1, BLOCKS - blocks);
    assertThat(done.sources().origin() + done.sources().disk()).isEqualTo(film.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "running"})
  void fileThatIsThere_isChecked_andOnlyItsWrongBlocksAreFetched(String which) throws Exception {
    Path file = Files.copy(film.file(), here.resolve("mine.mp4"));
    long before = line.bytesDownstream();

    assertThat(run(which, "-o", file.toString(), url(film))).isZero();
    assertThat(line.bytesDownstream() - before).isLessThan(Film.BLOCK);

    corrupt(file, 3L * Film.BLOCK);
    corrupt(file, 4L * Film.BLOCK);
    corrupt(file, film.length() - 1);
    Files.write(file, new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
    assertThat(run(which, "-o", file.toString(), url(film))).isZero();

    assertIsFilm(file);
    assertThat(line.bytesDownstream() - before).isLessThan(6L * Film.BLOCK);
  }

  @Test
  void fileThatIsAnother_isLeftAlone_unlessToldOtherwise() throws Exception {
    Path file = Files.writeString(here.resolve("letters.txt"), "Dear Ada, …");

    assertThat(run("running", "-o", file.toString(), url(film))).isEqualTo(4);
    assertThat(file).hasContent("Dear Ada, …");

    assertThat(run("running", "--overwrite", "-o", file.toString(), url(film))).isZero();
    assertIsFilm(file);
  }

  @Test
  void severalFilms_goToADirectory_andTheOthersComeThoughOneFails() throws Exception {
    String films = here.resolve("films") + "/";

    int exitCode = run("running", url(other), site + "/none.mp4", url(empty), "-o", films);

    assertThat(exitCode).isEqualTo(3);
    assertThat(here.resolve("films/other.mp4")).hasSameBinaryContentAs(other.file());
    assertThat(here.resolve("films/empty.mp4")).isEmptyFile();
    assertThat(here.resolve("films/none.mp4")).doesNotExist();
  }

  @Test
  void standardOutput_isTheFilm_andNothingElse() throws Exception {
    P2pdProcess get = get("--json", "--agent", agentUrl, url(other), url(empty), "-o", "-");

    assertThat(get.exitCode()).as(get.said()).isZero();

    assertThat(get.out()).hasSameBinaryContentAs(other.file());
  }

  @Test
  void twoAtOnce_onTheSameFile_theSecondSaysSo() throws Exception {
    line.set(Faults.none().withBytesPerSecond(SLOWLY));
    try (P2pdProcess first = get("--agent", "none", "--directory", "store", url(film))) {
      await().atMost(LONG).until(() -> Files.exists(here.resolve("film.mp4.part")));

      P2pdProcess second = get("--agent", "none", "--directory", "store-2", url(film));

      assertThat(second.exitCode()).isEqualTo(4);
      assertThat(second.said()).contains("is being written by another p2pd get");
      first.kill();
    }
  }

  @Test
  void otherTrackerThanTheAgents_isAskedWithoutTheAgent() {
    Path store = here.resolve("store");

    int exitCode = P2pdCommand.run(
        "get",
        "--quiet",
        "--agent",
        agentUrl,
        "--tracker",
        "http://127.0.0.1:" + Ports.freePort(),
        "--directory",
        store.toString(),
        "-o",
        here.resolve("mine.mp4").toString(),
        url(other));

    assertThat(exitCode).as("nobody answers there").isEqualTo(1);
    assertThat(store).isNotEmptyDirectory();
  }

  @Test
  void otherPrivacyThanTheAgents_isKept_withoutTheAgent() throws Exception {
    P2pdProcess get = get("--agent", agentUrl, "--privacy", "none", "--directory", "s", url(other));

    assertThat(get.exitCode()).as(get.said()).isZero();
    assertThat(get.said()).contains("is not used: its privacy is open, not none");
    assertThat(here.resolve("s")).isNotEmptyDirectory();
    assertThat(run("running", "--privacy", "open", "-o", here.resolve("x").toString(), url(other)))
        .isZero();
  }

  @Test
  void directoryOfItsOwn_isUsed_withoutTheAgent() throws Exception {
    P2pdProcess get = get("--agent", agentUrl, "--directory", "mine", url(other));

    assertThat(get.exitCode()).as(get.said()).isZero();
    assertThat(get.said()).contains("is not used: it keeps blocks in a directory of its own");
    assertThat(here.resolve("mine")).isNotEmptyDirectory();
  }

  @Test
  void nonsense_isRefusedWithACodeOfItsOwn() {
    String nobody = "http://127.0.0.1:" + Ports.freePort();
    String store = here.resolve("store").toString();

    assertThat(P2pdCommand.run("get", "ftp://example.org/film.mp4")).isEqualTo(2);
    assertThat(run("running", "--privacy", "foo", url(film))).isEqualTo(2);
    assertThat(P2pdCommand.run("get", "--agent", "foo", url(film))).isEqualTo(2);
    assertThat(run("running", url(film), url(other), "-o", here.resolve("x").toString()))
        .isEqualTo(2);
    assertThat(run("running", url(film), site + "/deeper/film.mp4", "-o", here.toString()))
        .isEqualTo(2);
    assertThat(run("running", url(film), "-o", here.resolve("no/such/film.mp4").toString()))
        .isEqualTo(4);
    assertThat(P2pdCommand.run(
            "get",
            "--agent",
            "none",
            "--tracker",
            nobody,
            "--directory",
            store,
            "-o",
            here.resolve("film.mp4").toString(),
            nobody + "/film.mp4"))
        .isEqualTo(1);
  }

  /** Has {@code get} fetch a few blocks of the film and ends it; returns how many are in its part. */
  private int fetchSome(Path part, Ending ending) throws Exception {
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      line.set(Faults.none().withBytesPerSecond(SLOWLY));
      try (P2pdProcess get = get("--agent", "none", "--directory", "store-of-" + i, url(film))) {
        await().pollInterval(TICK).atMost(LONG).until(() -> !get.isAlive() || hasBlocks(part));
        // What comes first is the engine's choice: the first block may be the last to come.
        line.set(Faults.none().withBytesPerSecond(1));
        if (get.isAlive() && ending.end(get)) {
          line.heal();
          return (int) (Files.size(part) / Film.BLOCK);
        }
        line.heal();
        assertThat(get.exitCode()).as(get.said()).isZero();
        Files.delete(here.resolve("film.mp4"));
      }
    }
    throw new AssertionError("was done before it could be stopped, " + ATTEMPTS_MAX + " times");
  }

  private static boolean hasBlocks(Path part) throws IOException {
    return Files.exists(part) && Files.size(part) > 0;
  }

  private interface Ending {
    /** False where {@code get} was done before. */
    boolean end(P2pdProcess get) throws Exception;
  }

  private P2pdProcess get(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("get", "--tracker", trackerUrl));
    all.addAll(List.of(arguments));
    return P2pdProcess.start(here, all.toArray(String[]::new));
  }

  /** In this process, alone or through the agent. */
  private int run(String which, String... arguments) {
    List<String> all = new ArrayList<>(List.of(
        "get",
        "--quiet",
        "--tracker",
        trackerUrl,
        "--agent",
        which.equals("none") ? "none" : agentUrl));
    if (which.equals("none")) {
      all.addAll(List.of("--directory", here.resolve("store").toString()));
    }
    all.addAll(List.of(arguments));
    return P2pdCommand.run(all.toArray(String[]::new));
  }

  private static Done lastEvent(P2pdProcess get) throws IOException {
    List<String> lines = Files.readAllLines(get.out());
    return WireFormat.json().readValue(lines.get(lines.size() - 1), Done.class);
  }

  private record Done(String event, String before, int blocksFetched, From sources) {}

  private record From(long origin, long cache, long peers, long disk) {}

  private static void corrupt(Path file, long offset) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(offset);
      int was = bytes.read();
      bytes.seek(offset);
      bytes.write(~was);
    }
  }

  private static void assertIsFilm(Path file) {
    assertThat(file).hasSameBinaryContentAs(film.file());
  }

  private static String url(Film film) {
    return site + film.path();
  }
}
