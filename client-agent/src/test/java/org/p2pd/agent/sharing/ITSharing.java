package org.p2pd.agent.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.agent.AgentApplication;
import org.p2pd.agent.cli.StatusCommand;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.sharing.wish.DailyHours;
import org.p2pd.agent.sharing.wish.SharingPreferences;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** A real agent with a stored film, and a stranger at its peer port. */
class ITSharing {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int BLOCK = 1 << 20;
  private static final byte[] FILM = TestBytes.patterned(3 * BLOCK);

  @TempDir
  private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private ConfigurableApplicationContext agent;

  @BeforeEach
  void begin() {
    agent = start("--p2pd.agent.upload.limit=1MB", "--p2pd.agent.upload.peers=1");
  }

  private ConfigurableApplicationContext start(String... more) {
    String[] settings = {
      "--server.port=0",
      "--management.server.port=0",
      "--p2pd.tracker.url=http://127.0.0.1:" + closedPort(),
      "--p2pd.agent.directory=" + directory,
      "--p2pd.agent.peer-port=0",
      "--p2pd.agent.peer-bind=127.0.0.1"
    };
    String[] all = Arrays.copyOf(settings, settings.length + more.length);
    System.arraycopy(more, 0, all, settings.length, more.length);
    return (ConfigurableApplicationContext) new SpringApplicationBuilder(AgentApplication.class)
        .properties("spring.config.name=" + AgentApplication.CONFIG_NAME)
        .run(all);
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private AgentNode node() {
    return agent.getBean(AgentNode.class);
  }

  private Sharing sharing() {
    return agent.getBean(Sharing.class);
  }

  private String storedFilm() {
    byte[] digests = new byte[3 * 32];
    for (int i = 0; i < 3; i++) {
      byte[] block = Arrays.copyOfRange(FILM, i * BLOCK, (i + 1) * BLOCK);
      byte[] raw = Digest.sha256().digest(block);
      System.arraycopy(raw, 0, digests, 32 * i, 32);
      node().store().put(Digest.ofRaw(raw), ByteBuffer.wrap(block));
    }
    Manifest manifest = new Manifest(new BlockLayout(FILM.length, BLOCK), digests, null, null);
    node().store().register(manifest);
    return "/.p2pd/content/" + manifest.contentId();
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node().sharedPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  @Test
  void uploadLimit_isKept_andEveryByteArrives() throws Exception {
    String film = storedFilm();
    long before = System.nanoTime();

    HttpResponse<byte[]> answer = get(film);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(FILM);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("3 MiB at 1 MiB/s, less what may burst")
        .isGreaterThan(Duration.ofMillis(1_500));
  }

  @Test
  void switchedOff_nothingIsSent_andOnAgainItIs() throws Exception {
    String film = storedFilm();
    int port = node().sharedPort();
    sharing().change(new SharingPreferences(false, null, null, null, false, false));

    assertThat(sharing().status().paused()).isEqualTo("sharing is switched off");
    assertThat(node().sharedPort()).as("what the tracker is told").isZero();
    URI uri = URI.create("http://127.0.0.1:" + port + film);
    assertThat(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .statusCode())
        .isEqualTo(404);

    sharing().change(SharingPreferences.DEFAULT);

    assertThat(node().sharedPort()).isEqualTo(port);
    assertThat(get(film).body()).isEqualTo(FILM);
  }

  @Test
  void moreAtOnceThanMayBe_areAskedToComeBack() throws Exception {
    String film = storedFilm();
    try (Socket slow = new Socket("127.0.0.1", node().sharedPort())) {
      slow.getOutputStream()
          .write(("GET " + film + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
      InputStream in = slow.getInputStream();
      assertThat(in.read()).isEqualTo('H');
      await().atMost(LONG).until(() -> node().traffic().activeUploads() == 1);

      HttpResponse<byte[]> second = get(film);

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
    }
    await().atMost(LONG).until(() -> get(film).statusCode() == 200);
  }

  @Test
  void wishes_surviveARestart_andNeverExceedTheSettings() throws Exception {
    sharing().change(new SharingPreferences(true, 9_000_000L, 5_000_000L, null, true, false));
    agent.close();

    agent = start("--p2pd.agent.upload.limit=2MB");

    assertThat(sharing().wishes())
        .isEqualTo(new SharingPreferences(true, 1L << 20, 5_000_000L, null, false, false));
  }

  @Test
  void commandLineSwitchesItOffAndOn() {
    String url = "http://127.0.0.1:"
        + agent.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    CommandLine status = new CommandLine(new StatusCommand());

    assertThat(status.execute("--agent", url, "--share", "off")).isZero();
    assertThat(sharing().wishes().share()).isFalse();
    assertThat(status.execute("--agent", url, "--share", "on")).isZero();
    assertThat(sharing().wishes().share()).isTrue();
    assertThat(status.execute("--agent", url, "--share", "perhaps")).isEqualTo(2);
  }

  @Test
  void hoursOfTheSettings_holdBesideTheUsers() throws Exception {
    agent.close();
    LocalTime now = LocalTime.now();
    String later = hours(now.plusHours(2), now.plusHours(4));
    agent = start("--p2pd.agent.upload.hours=" + later);

    sharing()
        .change(new SharingPreferences(
            true, null, null, DailyHours.parse(hours(now, now)), false, false));

    assertThat(sharing().status().paused()).contains("sharing is on from");
  }

  private static String hours(LocalTime from, LocalTime to) {
    return from.withSecond(0).withNano(0) + "-" + to.withSecond(0).withNano(0);
  }

  @Test
  void monthsLimit_isCountedOverRestarts_andThenRests() throws Exception {
    String film = storedFilm();
    sharing().change(new SharingPreferences(true, null, 3L * BLOCK, null, false, false));
    assertThat(get(film).statusCode()).isEqualTo(200);
    await().atMost(LONG).until(() -> sharing().status().sharedThisMonth() == FILM.length);
    agent.close();

    agent = start();

    assertThat(sharing().status().sharedThisMonth()).isEqualTo(FILM.length);
    assertThat(sharing().status().paused()).contains("month");
    assertThat(node().sharedPort()).isZero();
  }

  @Test
  void damagedFile_isNotTrusted() throws IOException {
    agent.close();
    Files.writeString(directory.resolve("sharing.json"), "{\"wishes\":{\"share\":tru");

    agent = start();

    assertThat(sharing().status().sharing()).isTrue();
    assertThat(Optional.ofNullable(sharing().wishes().monthlyBytes())).isEmpty();
  }
}
