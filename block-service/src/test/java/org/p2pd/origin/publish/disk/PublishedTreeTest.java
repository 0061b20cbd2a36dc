package org.p2pd.origin.publish.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.name.ContentName;

class PublishedTreeTest {
  @TempDir
  Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain.mp4        | /plain.mp4",
        "two words.mp4    | /two%20words.mp4",
        "100%.mp4         | /100%25.mp4",
        "%2e%2e.mp4       | /%252e%252e.mp4",
        "a?b#c&d+e.mp4    | /a%3Fb%23c%26d%2Be.mp4",
        "back\\slash.mp4  | /back%5Cslash.mp4",
        "film:1;v=2.mp4   | /film%3A1%3Bv%3D2.mp4",
        "Ärger.mp4        | /%C3%84rger.mp4",
        "映画.mp4          | /%E6%98%A0%E7%94%BB.mp4",
        "🎬.mp4           | /%F0%9F%8E%AC.mp4",
        "e\u0301.mp4      | /e%CC%81.mp4",
        "~tilde-_.mp4     | /~tilde-_.mp4"
      })
  void scan_anyName_isANameInNormalForm(String fileName, String path) throws IOException {
    Files.writeString(root.resolve(fileName), "film");

    TreeSnapshot scan = PublishedTree.open(root, TreeWatch.open()).scan();

    assertThat(scan.files().keySet()).containsExactly(path);
    assertThat(new ContentName("localhost", path).path()).isEqualTo(path);
    assertThat(new ContentName("localhost", path).fileName()).isEqualTo(fileName);
  }

  @ParameterizedTest
  @ValueSource(strings = {".hidden", "a.part", "a.mp4~", "a.tmp", "a.swp", ".a.swp"})
  void isLeftOut_hiddenAndTemporary_areLeftOut(String fileName) {
    assertThat(PublishedTree.isLeftOut(fileName)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "part", "~a", "tmp", "a.part.mp4", "a~b"})
  void isLeftOut_others_areTaken(String fileName) {
    assertThat(PublishedTree.isLeftOut(fileName)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seg-1.ts               | /live/seg-1.ts",
        "../live/seg-1.ts       | /live/seg-1.ts",
        "a+b.ts                 | /live/a%2Bb.ts",
        "way/inside.ts          | /live/way/inside.ts",
      })
  void sibling_fileThatIsPublished_isFound(String reference, String path) throws IOException {
    assertThat(sibling(reference)).map(FoundFile::path).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seg-12:30:45.ts",
        "live:1.ts",
        "//elsewhere",
        "?",
        "..",
        "../.git/config",
        "../a.part/seg.ts",
        "out/secret.ts",
        "../../secret.ts"
      })
  void sibling_whatIsNotPublished_isNotFound(String reference) throws IOException {
    assertThat(sibling(reference)).isEmpty();
  }

  /** What a playlist in {@code live} names by {@code reference}. */
  private Optional<FoundFile> sibling(String reference) throws IOException {
    Path tree = Files.createDirectories(root.resolve("tree"));
    for (String directory : List.of("tree/live", "tree/.git", "tree/a.part", "tree/in", "other")) {
      Files.createDirectories(root.resolve(directory));
    }
    for (String file : List.of(
        "tree/live/seg-1.ts",
        "tree/live/a+b.ts",
        "tree/live/seg-12:30:45.ts",
        "tree/live/live:1.ts",
        "tree/.git/config",
        "tree/a.part/seg.ts",
        "tree/in/inside.ts",
        "other/secret.ts",
        "secret.ts")) {
      Files.writeString(root.resolve(file), file);
    }
    Files.createSymbolicLink(tree.resolve("live/out"), root.resolve("other"));
    Files.createSymbolicLink(tree.resolve("live/way"), tree.resolve("in"));
    Path playlist = Files.writeString(tree.resolve("live/list.m3u8"), "#EXTM3U");
    FileStamp stamp = FileStamp.of(Files.readAttributes(playlist, BasicFileAttributes.class));
    return PublishedTree.open(tree, TreeWatch.open())
        .sibling(new FoundFile("/live/list.m3u8", playlist, stamp), reference);
  }

  @Test
  void scan_rootGone_isBlindAndLacksNothing() throws IOException {
    Path directory = Files.createDirectories(root.resolve("media"));
    PublishedTree tree = PublishedTree.open(directory, TreeWatch.open());
    Files.delete(directory);

    TreeSnapshot scan = tree.scan();

    assertThat(scan.isBlind()).isTrue();
    assertThat(scan.lacks("/film.mp4")).isFalse();
  }
}
