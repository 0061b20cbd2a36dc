package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.origin.TestOrigin.header;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.testkit.bytes.TestBytes;

/** What the system tells of changes (inotify) is enough: the tree is looked through once an hour only. */
@EnabledOnOs(OS.LINUX)
class ITWatching {
  @TempDir
  Path media;

  @TempDir
  Path state;

  private TestOrigin origin;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(media.resolve("old"));
    Files.writeString(media.resolve("old/first.txt"), "first");
    origin = TestOrigin.start(media, state, "p2pd.publish.rescan=1h");
    origin.awaitStatus("/old/first.txt", 200);
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void newFile_isPublished() throws IOException {
    Files.writeString(media.resolve("old/second.txt"), "second");

    origin.awaitBytes("/old/second.txt", "second".getBytes(UTF_8));
  }

  @Test
  void newDirectories_arePublished_andWatched() throws IOException {
    Path folder = Files.createDirectories(media.resolve("a/b/c"));
    Files.writeString(folder.resolve("one.txt"), "one");
    origin.awaitStatus("/a/b/c/one.txt", 200);

    Files.writeString(folder.resolve("two.txt"), "two");

    origin.awaitStatus("/a/b/c/two.txt", 200);
  }

  @Test
  void changedFile_isAnotherContent() throws IOException {
    Files.writeString(media.resolve("old/first.txt"), "changed");

    origin.awaitBytes("/old/first.txt", "changed".getBytes(UTF_8));
  }

  @Test
  void removedFile_isWithdrawn() throws IOException {
    Files.delete(media.resolve("old/first.txt"));

    origin.awaitStatus("/old/first.txt", 404);
  }

  @Test
  void renamedFile_isNotReadAgain() throws IOException {
    Files.move(media.resolve("old/first.txt"), media.resolve("a new name.txt"));

    origin.awaitBytes("/a%20new%20name.txt", "first".getBytes(UTF_8));
    origin.awaitStatus("/old/first.txt", 404);
    assertThat(origin.filesRead()).isEqualTo(1);
  }

  @Test
  void renamedDirectory_isNotReadAgain_andStillWatched() throws IOException {
    Files.move(media.resolve("old"), media.resolve("new"));
    origin.awaitStatus("/new/first.txt", 200);
    origin.awaitStatus("/old/first.txt", 404);
    assertThat(origin.filesRead()).isEqualTo(1);

    Files.writeString(media.resolve("new/second.txt"), "second");

    origin.awaitStatus("/new/second.txt", 200);
  }

  @Test
  void removedDirectory_isWithdrawn() throws IOException {
    Files.delete(media.resolve("old/first.txt"));
    Files.delete(media.resolve("old"));

    origin.awaitStatus("/old/first.txt", 404);
  }

  @Test
  void fileThatCannotBePublished_keepsNoOtherBack() throws IOException {
    origin.close();
    Path deep = media;
    for (int i = 0; i < 6; i++) {
      deep = deep.resolve("映".repeat(80));
    }
    Files.createDirectories(deep);
    origin = TestOrigin.start(media, state, "p2pd.publish.rescan=1h");
    origin.awaitStatus("/old/first.txt", 200);

    Files.writeString(deep.resolve("list.m3u8"), "#EXTM3U\n");
    for (int i = 0; i < 20; i++) {
      Files.writeString(media.resolve("old/" + i + ".txt"), "film");
    }

    for (int i = 0; i < 20; i++) {
      origin.awaitStatus("/old/" + i + ".txt", 200);
    }
  }

  @Test
  void playlist_namesWhatIsNoRelativeUrl_isTakenAllTheSame() throws IOException {
    Files.writeString(media.resolve("old/live.m3u8"), "#EXTM3U\nseg-12:30:45.ts\n");

    origin.awaitStatus("/old/live.m3u8", 200);
  }

  @Test
  void playlist_rewrittenInPlace_isTakenAtOnce_andResponsesFinishWithTheOldBytes()
      throws IOException {
    origin.close();
    origin = TestOrigin.start(media, state, "p2pd.publish.rescan=1h", "p2pd.publish.settle=1h");
    Path playlist = media.resolve("live.m3u8");
    String before = playlist(1, 20_000);
    Files.writeString(playlist, before);
    origin.awaitBytes("/live.m3u8", before.getBytes(UTF_8));

    String received;
    try (Socket socket =
        origin.open("GET /live.m3u8 HTTP/1.1", "Host: localhost", "Connection: close")) {
      socket.getInputStream().readNBytes(100);
      Files.writeString(playlist, playlist(2, 20_000));
      origin.awaitBytes("/live.m3u8", playlist(2, 20_000).getBytes(UTF_8));
      received = new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    assertThat(received).endsWith(before.substring(before.length() - 300_000));
  }

  @Test
  void playlist_halfWritten_doesNotReplaceTheWholeOne() throws IOException {
    Path playlist = media.resolve("live.m3u8");
    Files.writeString(playlist, playlist(1, 10));
    origin.awaitStatus("/live.m3u8", 200);
    origin.close();
    origin = TestOrigin.start(media, state, "p2pd.publish.settle=1h");
    origin.awaitStatus("/live.m3u8", 200);

    try (RandomAccessFile writer = new RandomAccessFile(playlist.toFile(), "rw")) {
      writer.setLength(0);
      writer.write("#EXTM3U\n#EXTINF:4,\nsegm".getBytes(UTF_8));
      Files.writeString(media.resolve("other.m3u8"), playlist(7, 3));
      origin.awaitStatus("/other.m3u8", 200);

      assertThat(origin.get("/live.m3u8").body()).asString(UTF_8).isEqualTo(playlist(1, 10));

      writer.write("ent-2.ts\n".getBytes(UTF_8));
    }
    origin.awaitBytes("/live.m3u8", "#EXTM3U\n#EXTINF:4,\nsegment-2.ts\n".getBytes(UTF_8));
  }

  @Test
  void playlist_namesASegment_whichIsTakenAtOnceToo() throws IOException {
    origin.close();
    origin = TestOrigin.start(media, state, "p2pd.publish.rescan=1h", "p2pd.publish.settle=1h");
    Files.createDirectories(media.resolve("live show"));
    TestBytes.randomFile(media.resolve("live show/segment 9.ts"), 100_000, 9);
    Files.writeString(
        media.resolve("live show/live.m3u8"), "#EXTM3U\n#EXTINF:4,\nsegment%209.ts\n");

    origin.awaitBytes("/live%20show/segment%209.ts", TestBytes.random(100_000, 9));
    origin.awaitStatus("/live%20show/live.m3u8", 200);
  }

  @Test
  void playlist_isAskedAboutEachTime_andASegmentIsNot() throws IOException {
    Files.writeString(media.resolve("7.ts"), "segment");
    Files.writeString(media.resolve("live.m3u8"), "#EXTM3U\n#EXTINF:2,\n7.ts\n");

    HttpResponse<byte[]> playlist = origin.awaitStatus("/live.m3u8", 200);

    assertThat(TestOrigin.header(playlist, "cache-control")).isEqualTo("public, no-cache");
    String etag = TestOrigin.header(playlist, "etag");
    assertThat(origin.get("/live.m3u8", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(TestOrigin.header(origin.awaitStatus("/7.ts", 200), "cache-control"))
        .isEqualTo("public, max-age=60");
  }

  @Test
  void dashManifest_replacedByRename_isTakenAtOnce() throws IOException {
    origin.close();
    origin = TestOrigin.start(media, state, "p2pd.publish.rescan=1h", "p2pd.publish.settle=1h");
    for (int i = 0; i < 5; i++) {
      String text = "<MPD>" + i + "</MPD>\n";
      Path next = Files.writeString(media.resolve("live.mpd.tmp"), text);
      Files.move(next, media.resolve("live.mpd"), StandardCopyOption.REPLACE_EXISTING);
      String type = header(origin.awaitBytes("/live.mpd", text.getBytes(UTF_8)), "content-type");
      assertThat(type).isEqualTo("application/dash+xml");
    }
  }

  @Test
  void fileThatGrows_isNotTakenBeforeItStands() throws IOException {
    origin.close();
    origin = TestOrigin.start(media, state, "p2pd.publish.settle=1h");
    Files.writeString(media.resolve("growing.mp4"), "grow");
    Files.writeString(media.resolve("live.m3u8"), playlist(1, 1));

    origin.awaitStatus("/live.m3u8", 200);

    assertThat(origin.get("/growing.mp4").statusCode()).isEqualTo(404);
  }

  @Test
  void manyFilesAtOnce_allAreFound() throws IOException {
    for (int i = 0; i < 2_000; i++) {
      Path folder = Files.createDirectories(media.resolve("folder " + i % 50));
      Files.writeString(folder.resolve("file " + i), "content " + i);
    }
    await()
        .untilAsserted(
            () -> assertThat(origin.health("/publishing")).contains("\"published\":2001"));
  }

  private static String playlist(int sequence, int segments) {
    StringBuilder text = new StringBuilder("#EXTM3U\n");
    for (int i = 0; i < segments; i++) {
      text.append("#EXTINF:4,\nhttp://elsewhere/segment-").append(sequence + i).append(".ts\n");
    }
    return text.toString();
  }
}
