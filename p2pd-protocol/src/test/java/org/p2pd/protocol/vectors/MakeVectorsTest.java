package org.p2pd.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors in the repository are what their script computes; skipped where there is no Python. */
class MakeVectorsTest {
  @Test
  void script_runAgain_givesTheVectors() throws Exception {
    Process python = startPython(script());
    try (InputStream output = python.getInputStream()) {
      JsonNode computed = new JsonMapper().readTree(output);
      assertThat(computed).isEqualTo(Vectors.ALL);
    }
    assertThat(python.waitFor()).isZero();
  }

  private static Process startPython(Path script) {
    try {
      return new ProcessBuilder("python3", script.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      return abort("no python3: " + e.getMessage());
    }
  }

  private static Path script() throws URISyntaxException {
    URL script = MakeVectorsTest.class.getResource("/vectors/make.py");
    return Path.of(Objects.requireNonNull(script, "docs/vectors/make.py").toURI());
  }
}
