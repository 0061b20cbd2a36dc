package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs that people really play films with, through the agent's gateway and through it as a proxy. */
class ITPlayers {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String CLIP = "/sample-clip.mp4";

  @TempDir
  private static Path directory;

  private static Ports ports;
  private static DemoSystem system;

  @BeforeAll
  static void begin() {
    ports = Ports.free(1);
    system = new DemoSystem(new DemoSettings(ports, null, null), (what, where) -> {});
    system.start();
    await().atMost(LONG).until(() -> system.films().size() == 1);
  }

  @AfterAll
  static void end() {
    system.close();
  }

  private enum Way {
    GATEWAY,
    PROXY;

    String clip() {
      return this == GATEWAY
          ? "http://localhost:" + ports.agents().get(0).viewer() + "/" + system.authority() + CLIP
          : origin();
    }

    Map<String, String> environment() {
      return this == GATEWAY
          ? Map.of("no_proxy", "*")
          : Map.of(
              "http_proxy", "http://127.0.0.1:" + ports.agents().get(0).viewer(), "no_proxy", "");
    }
  }

  private static String origin() {
    return "http://" + system.authority() + CLIP;
  }

  /** Runs a program that must be there, to its good end; what it said. */
  private static String run(Way way, String... command) throws Exception {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
    Path said = Files.createTempFile(directory, command[0], ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    // VLC takes an empty one for a proxy without a name.
    builder.environment().keySet().removeAll(List.of("http_proxy", "HTTP_PROXY"));
    builder.environment().putAll(way.environment());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
          .as(() -> command[0] + " ends; it said: " + text(said))
          .isTrue();
      assertThat(process.exitValue())
          .as(() -> command[0] + " said: " + text(said))
          .isZero();
      return text(said);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(path -> Path.of(path, program))
        .anyMatch(Files::isExecutable);
  }

  /** The digest of every decoded picture from {@code second} on, at most two seconds' worth. */
  private static String pictures(Way way, String url, int second) throws Exception {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(List.of("-ss", Integer.toString(second), "-i", url, "-t", "2"));
    command.addAll(List.of("-map", "0:v", "-f", "md5", "-"));
    return run(way, command.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void ffmpeg_playsAndSeeks_theVeryPicturesOfTheOrigin(Way way) throws Exception {
    for (int second : new int[] {0, 15, 4}) {
      assertThat(pictures(way, way.clip(), second))
          .startsWith("MD5=")
          .isEqualTo(pictures(Way.GATEWAY, origin(), second));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void ffprobe_readsTheDuration(Way way) throws Exception {
    String duration = run(
        way,
        "ffprobe",
        "-v",
        "error",
        "-show_entries",
        "format=duration",
        "-of",
        "csv=p=0",
        way.clip());

    assertThat(Double.parseDouble(duration.strip())).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void mpv_playsFromTheMiddle(Way way) throws Exception {
    run(
        way,
        "mpv",
        "--no-config",
        "--no-video",
        "--ao=null",
        "--untimed",
        "--start=10",
        "--length=2",
        "--msg-level=all=warn",
        way.clip());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void vlc_playsFromTheMiddle(Way way) throws Exception {
    assumeTrue(isInstalled("cvlc"), "cvlc is not installed");
    List<String> command = asSomebody();
    command.addAll(
        List.of("cvlc", "--no-video", "--aout=dummy", "--start-time=10", "--run-time=2"));
    command.addAll(List.of("--play-and-exit", "--verbose=1", way.clip()));

    String said = run(way, command.toArray(String[]::new));

    // VLC ends well though it could not open what it was to play.
    assertThat(said).doesNotContain("unable to open").contains("mp4 demux");
  }

  /** The beginning of a command of an ordinary user with a home: VLC refuses to run as root. */
  private static List<String> asSomebody() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new ArrayList<>();
    }
    assumeTrue(isInstalled("setpriv"), "VLC does not run as root, and there is no setpriv");
    Path home = Files.createTempDirectory("p2pd-vlc");
    home.toFile().deleteOnExit();
    assumeTrue(
        home.toFile().setWritable(true, false) && home.toFile().setExecutable(true, false),
        "no home for another user");
    return new ArrayList<>(List.of(
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=" + home));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void curl_rangesOverOneConnection_areTheOriginsBytes(Way way) throws Exception {
    Path last = directory.resolve("last");
    Path first = directory.resolve("first");
    String verbose = run(
        way,
        "curl",
        "-sS",
        "-v",
        "-f",
        "-r",
        "-1000",
        "-o",
        last.toString(),
        way.clip(),
        "--next",
        "-sS",
        "-f",
        "-r",
        "0-999",
        "-o",
        first.toString(),
        way.clip());

    Fetch straight = Fetch.straight("origin", "http://" + system.authority());
    long length =
        Long.parseLong(straight.get(CLIP).headers().firstValue("Content-Length").orElseThrow());
    assertThat(Files.readAllBytes(first)).isEqualTo(straight.bytes(CLIP, 0, 1_000));
    assertThat(Files.readAllBytes(last)).isEqualTo(straight.bytes(CLIP, length - 1_000, 1_000));
    assertThat(verbose).contains("206");
  }

  @Test
  void curl_tunnelsThroughTheProxy() throws Exception {
    Path out = directory.resolve("tunnelled");
    String said = run(
        Way.PROXY, "curl", "-sS", "-v", "-f", "-p", "-r", "0-99", "-o", out.toString(), origin());

    assertThat(said).contains("CONNECT").contains("Connection established");
    assertThat(Files.readAllBytes(out)).hasSize(100);
  }
}
