package org.p2pd.transport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class UnusableDirectoryFailureAnalyzerTest {
  @TempDir
  private Path directory;

  @Test
  void analyze_aFileStandsWhereADirectoryShould_saysSo() throws Exception {
    Path file = Files.createFile(directory.resolve("blocks"));

    FailureAnalysis analysis = analysisOfMaking(file.resolve("store"));

    assertThat(analysis.getDescription()).contains(file.toString()).contains("ot a directory");
    assertThat(analysis.getAction()).contains("DIRECTORY");
  }

  private static FailureAnalysis analysisOfMaking(Path store) throws Exception {
    try {
      Files.createDirectories(store);
    } catch (FileSystemException e) {
      return Objects.requireNonNull(new UnusableDirectoryFailureAnalyzer()
          .analyze(new IllegalStateException(new UncheckedIOException(e))));
    }
    throw new AssertionError("was made: " + store);
  }
}
