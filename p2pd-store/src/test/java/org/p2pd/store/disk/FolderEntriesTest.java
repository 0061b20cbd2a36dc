package org.p2pd.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderEntriesTest {
  private final List<Path> seen = new ArrayList<>();

  @Test
  void forEach_aFolder_showsAllThatIsInIt(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("a"));
    Files.createFile(folder.resolve("b"));

    try (FolderEntries entries = FolderEntries.of(folder)) {
      entries.forEach((entry, open) -> seen.add(entry));
    }

    assertThat(seen).containsExactlyInAnyOrder(folder.resolve("a"), folder.resolve("b"));
  }

  @Test
  void forEach_diskFailsAfterTheFirst_isAnErrorOfTheDiskNotAFaultOfOurs() throws IOException {
    BrokenFolder broken = new BrokenFolder();
    try (FolderEntries entries = new FolderEntries(broken)) {
      assertThatThrownBy(() -> entries.forEach((entry, open) -> seen.add(entry)))
          .isSameAs(broken.error);
    }

    assertThat(seen).containsExactly(broken.first);
    assertThat(broken.closed).isTrue();
  }

  /** A folder of which the disk can tell the first entry only. */
  private static final class BrokenFolder implements DirectoryStream<Path> {
    private final Path first = Path.of("first");
    private final IOException error = new IOException("Input/output error");
    private boolean closed;

    @Override
    public Iterator<Path> iterator() {
      Iterator<Path> whole = List.of(first).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          if (!whole.hasNext()) {
            throw new DirectoryIteratorException(error);
          }
          return true;
        }

        @Override
        public Path next() {
          return whole.next();
        }
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
