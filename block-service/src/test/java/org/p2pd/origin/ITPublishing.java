package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.origin.TestOrigin.header;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.testkit.bytes.TestBytes;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ITPublishing {
  private static final int LARGE_BYTES = 48 << 20;

  @TempDir
  Path media;

  @TempDir
  Path state;

  private TestOrigin origin;

  @BeforeEach
  void start() {
    origin = TestOrigin.start(media, state);
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void newFile_appears_withoutImport() throws IOException {
    Path folder = Files.createDirectories(media.resolve("2026/spring"));
    Files.writeString(folder.resolve("talk.webm"), "talk");

    origin.awaitBytes("/2026/spring/talk.webm", "talk".getBytes(UTF_8));
  }

  @Test
  void fileThatGrows_isTakenOnceItStands() throws IOException {
    Path file = media.resolve("growing.mp4");
    for (int i = 0; i < 20; i++) {
      Files.write(file, TestBytes.random(1_000 * (i + 1), 3));
      Files.writeString(media.resolve("other-" + i + ".txt"), "other");
      origin.awaitStatus("/other-" + i + ".txt", 200);
    }

    origin.awaitBytes("/growing.mp4", TestBytes.random(20_000, 3));
  }

  @Test
  void changedFile_isAnotherContent() throws IOException {
    Path file = Files.writeString(media.resolve("a.txt"), "first");
    String before = header(origin.awaitBytes("/a.txt", "first".getBytes(UTF_8)), "etag");

    Files.writeString(file, "second!");
    String after = header(origin.awaitBytes("/a.txt", "second!".getBytes(UTF_8)), "etag");

    assertThat(after).isNotEqualTo(before);
    assertThat(origin.get("/.p2pd/content/" + before.replace("\"", "")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void removedFile_isWithdrawn() throws IOException {
    Path file = Files.writeString(media.resolve("a.txt"), "first");
    origin.awaitStatus("/a.txt", 200);

    Files.delete(file);

    origin.awaitStatus("/a.txt", 404);
  }

  @Test
  void rootReplacedByAnEmptyOne_asWhenADiskIsUnmounted_withdrawsNothing() throws IOException {
    Path disk = Files.createDirectories(media.resolve("disk"));
    Files.writeString(disk.resolve("film.mp4"), "film");
    origin.close();
    origin = TestOrigin.start(disk, state);
    String id = header(origin.awaitStatus("/film.mp4", 200), "p2pd-content-id");

    Files.move(disk, media.resolve("unmounted"));
    Files.createDirectory(disk);

    await().until(() -> origin.health("/publishing").contains("its disk is not mounted"));
    assertThat(origin.health("/publishing")).contains("\"published\":1").contains("DOWN");

    origin.close();
    origin = TestOrigin.start(disk, state);
    await().until(() -> origin.health("/publishing").contains("its disk is not mounted"));

    Files.delete(disk);
    Files.move(media.resolve("unmounted"), disk);

    assertThat(header(origin.awaitStatus("/film.mp4", 200), "p2pd-content-id")).isEqualTo(id);
    assertThat(origin.filesRead()).isEqualTo(0);
    await().until(() -> origin.health("/publishing").contains("UP"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nameThatIsNoUtf8_isNotPublishedUnderAnother(CapturedOutput output)
      throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", "echo film > \"$(printf 'film-\\377.mp4')\"")
        .directory(media.toFile())
        .start();
    assertThat(shell.waitFor()).isZero();
    Files.writeString(media.resolve("a.txt"), "film");
    origin.awaitStatus("/a.txt", 200);

    await()
        .untilAsserted(() -> assertThat(output).contains("rename it, or run with a UTF-8 locale"));
    assertThat(origin.health("/publishing")).contains("\"published\":1");
  }

  @Test
  void killedWhileReading_costsAtMostThatFile() throws IOException, InterruptedException {
    origin.close();
    for (int i = 0; i < 50; i++) {
      Files.writeString(media.resolve("file-" + i), "content " + i);
    }
    try (RandomAccessFile sparse = new RandomAccessFile(media.resolve("big.mp4").toFile(), "rw")) {
      sparse.setLength(200L << 30);
    }
    OriginProcess victim = OriginProcess.start(media, state, "64m");
    for (int i = 0; i < 50; i++) {
      victim.awaitStatus("/file-" + i, 200);
    }
    victim.kill();
    Files.delete(media.resolve("big.mp4"));
    Files.writeString(media.resolve("big.mp4"), "not so big");

    origin = TestOrigin.start(media, state);

    origin.awaitStatus("/file-49", 200);
    origin.awaitBytes("/big.mp4", "not so big".getBytes(UTF_8));
    assertThat(origin.filesRead()).isEqualTo(1);
  }

  @Test
  void equalFiles_areOneContent() throws IOException {
    Path one = Files.writeString(media.resolve("one.txt"), "same");
    Files.writeString(media.resolve("two.txt"), "same");
    String id = header(origin.awaitStatus("/one.txt", 200), "p2pd-content-id");
    assertThat(header(origin.awaitStatus("/two.txt", 200), "p2pd-content-id")).isEqualTo(id);

    Files.delete(one);
    origin.awaitStatus("/one.txt", 404);

    assertThat(origin.get("/.p2pd/content/" + id).body()).asString(UTF_8).isEqualTo("same");
  }

  @Test
  void hiddenAndTemporaryFiles_areLeftOut() throws IOException {
    List<String> leftOut = List.of(
        ".hidden", "a.part", "a.txt~", "a.tmp", ".a.swp", "a.swp", "a.filepart", "Thumbs.db");
    for (String name : leftOut) {
      Files.writeString(media.resolve(name), "no");
    }
    Files.createDirectories(media.resolve(".git"));
    Files.writeString(media.resolve(".git/config"), "no");
    Files.writeString(Files.createDirectories(media.resolve("lost+found")).resolve("7"), "no");
    Files.writeString(media.resolve("z.txt"), "yes");
    origin.awaitStatus("/z.txt", 200);

    for (String name : leftOut) {
      assertThat(origin.get("/" + name).statusCode()).as(name).isEqualTo(404);
    }
    assertThat(origin.get("/.git/config").statusCode()).isEqualTo(404);
    assertThat(origin.get("/lost%2Bfound/7").statusCode()).isEqualTo(404);
  }

  @Test
  void links_areFollowedInsideTheTreeOnly(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("secret.txt"), "secret");
    Path inside = Files.createDirectories(media.resolve("inside"));
    Files.writeString(inside.resolve("film.txt"), "film");
    Files.createSymbolicLink(media.resolve("out.txt"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(media.resolve("outside"), outside);
    Files.createSymbolicLink(media.resolve("latest"), inside);
    Files.createSymbolicLink(inside.resolve("circle"), media);

    origin.awaitBytes("/latest/film.txt", "film".getBytes(UTF_8));

    assertThat(origin.get("/out.txt").statusCode()).isEqualTo(404);
    assertThat(origin.get("/outside/secret.txt").statusCode()).isEqualTo(404);
    assertThat(origin.get("/inside/circle/inside/film.txt").statusCode()).isEqualTo(404);
  }

  @Test
  void fileWithTooManyBlocks_isRefusedAndTheRestIsServed() throws IOException {
    origin.close();
    origin = TestOrigin.start(media, state, "p2pd.publish.block-size=16KB");
    try (RandomAccessFile sparse =
        new RandomAccessFile(media.resolve("sparse.bin").toFile(), "rw")) {
      sparse.setLength((32_768L << 14) + 1);
    }
    Files.writeString(media.resolve("a.txt"), "small");

    origin.awaitStatus("/a.txt", 200);

    assertThat(origin.get("/sparse.bin").statusCode()).isEqualTo(404);
  }

  @Test
  void restart_unchangedFiles_areNotReadAgain() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.writeString(media.resolve("file-" + i), "content " + i);
    }
    for (int i = 0; i < 20; i++) {
      origin.awaitStatus("/file-" + i, 200);
    }
    String etag = header(origin.get("/file-3"), "etag");
    assertThat(origin.filesRead()).isEqualTo(20);
    origin.close();
    Files.writeString(media.resolve("file-7"), "changed while nobody looked");
    Files.delete(media.resolve("file-8"));

    origin = TestOrigin.start(media, state);

    origin.awaitBytes("/file-7", "changed while nobody looked".getBytes(UTF_8));
    assertThat(header(origin.get("/file-3"), "etag")).isEqualTo(etag);
    assertThat(origin.get("/file-8").statusCode()).isEqualTo(404);
    assertThat(origin.filesRead()).isEqualTo(1);
  }

  @Test
  void restart_damagedState_isRebuilt() throws IOException {
    Files.writeString(media.resolve("a.txt"), "first");
    Files.writeString(media.resolve("b.txt"), "second");
    origin.awaitStatus("/a.txt", 200);
    origin.awaitStatus("/b.txt", 200);
    origin.close();
    damage(stateFile());

    origin = TestOrigin.start(media, state);

    origin.awaitBytes("/a.txt", "first".getBytes(UTF_8));
    origin.awaitBytes("/b.txt", "second".getBytes(UTF_8));
    assertThat(origin.filesRead()).isEqualTo(2);
  }

  @Test
  void writtenIntoWhileServed_cutsTheResponse() throws IOException {
    Path file = TestBytes.randomFile(media.resolve("film.mp4"), LARGE_BYTES, 5);
    origin.awaitStatus("/film.mp4", 200);
    byte[] published = TestBytes.random(LARGE_BYTES, 5);

    byte[] received;
    try (Socket socket = origin.open("GET /film.mp4 HTTP/1.1", "Host: localhost")) {
      byte[] start = socket.getInputStream().readNBytes(1 << 20);
      try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
        writer.seek(LARGE_BYTES - 8);
        writer.writeLong(0);
      }
      byte[] rest = socket.getInputStream().readAllBytes();
      received = bodyOf(start, rest);
    }

    assertThat(received.length).isLessThan(LARGE_BYTES);
    assertThat(Arrays.equals(received, Arrays.copyOf(published, received.length)))
        .isTrue();
  }

  /** It was sent before, so that it leaves from a mapping, of which the kernel finds the pages gone. */
  @Test
  void cutWhileServed_cutsTheResponse_andTheOriginLives() throws IOException {
    Path file = TestBytes.randomFile(media.resolve("film.mp4"), LARGE_BYTES, 5);
    origin.awaitStatus("/film.mp4", 200);
    byte[] published = TestBytes.random(LARGE_BYTES, 5);

    byte[] received;
    try (Socket socket = origin.open("GET /film.mp4 HTTP/1.1", "Host: localhost")) {
      byte[] start = socket.getInputStream().readNBytes(1 << 20);
      try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
        writer.setLength(5);
      }
      received = bodyOf(start, restOf(socket));
    }

    assertThat(received.length).isLessThan(LARGE_BYTES);
    assertThat(Arrays.equals(received, Arrays.copyOf(published, received.length)))
        .isTrue();
    origin.awaitBytes("/film.mp4", Arrays.copyOf(published, 5));
  }

  /** What comes before the end, or before the connection is reset. */
  private static byte[] restOf(Socket socket) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(rest);
    } catch (IOException reset) {
      // As good an end as any other.
    }
    return rest.toByteArray();
  }

  @Test
  void replacedByRenameWhileServed_finishesWithTheOldBytes() throws IOException {
    Path file = TestBytes.randomFile(media.resolve("film.mp4"), LARGE_BYTES, 5);
    origin.awaitStatus("/film.mp4", 200);

    byte[] received;
    try (Socket socket =
        origin.open("GET /film.mp4 HTTP/1.1", "Host: localhost", "Connection: close")) {
      byte[] start = socket.getInputStream().readNBytes(1 << 20);
      Path next = TestBytes.randomFile(media.resolve("film.tmp"), LARGE_BYTES, 6);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      received = bodyOf(start, socket.getInputStream().readAllBytes());
    }

    assertThat(Arrays.equals(received, TestBytes.random(LARGE_BYTES, 5))).isTrue();
  }

  @Test
  void publishedFileGone_beforeTheNextLook_isNeverWrong() throws IOException {
    Path file = Files.writeString(media.resolve("a.txt"), "first");
    origin.awaitStatus("/a.txt", 200);

    Files.writeString(file, "other bytes");

    await().until(() -> {
      String seen = new String(origin.get("/a.txt").body(), UTF_8);
      assertThat(seen)
          .satisfiesAnyOf(
              text -> assertThat(text).isEqualTo("other bytes"),
              text -> assertThat(text).contains("\"status\":"));
      return seen.equals("other bytes");
    });
  }

  private static byte[] bodyOf(byte[] start, byte[] rest) {
    byte[] all = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, all, start.length, rest.length);
    int head = new String(start, 0, 4_096, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    return Arrays.copyOfRange(all, head, all.length);
  }

  private Path stateFile() throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files
          .filter(each -> each.toString().endsWith(".state"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Changes a digit in every line, and cuts the last line short. */
  private static void damage(Path file) throws IOException {
    String text = Files.readString(file).replace("\"version\":1", "\"version\":2");
    Files.writeString(file, text.substring(0, text.length() - 9));
  }
}
