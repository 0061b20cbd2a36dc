package org.p2pd.origin.publish.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
