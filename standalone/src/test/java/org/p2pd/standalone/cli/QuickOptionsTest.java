package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code quick.options} asks of the JVM, of one of its own that hashes 32 MiB with them. */
class QuickOptionsTest {
  private static final Path OPTIONS =
      Path.of(System.getProperty("basedir", "")).resolve("src/main/jvm/quick.options");

  @Test
  void hashing_isCompiledByTheCompilerThatKnowsTheProcessor() throws Exception {
    assumeThat(System.getProperty("java.vm.name")).as("has both compilers").contains("Server VM");

    List<String> lines = hashed("-XX:+PrintCompilation");

    assertThat(lines)
        .as("compiled by C2, which is level 4")
        .anyMatch(
            line -> line.matches(".* 4 +sun\\.security\\.provider\\.SHA2::implCompress \\(.*"));
  }

  @Test
  void standardOutput_isTheProgramsOwn() throws Exception {
    assertThat(hashed()).containsExactly("hashed");
  }

  private static List<String> hashed(String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + OPTIONS));
    command.addAll(List.of(more));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hashing.class.getName()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      List<String> lines =
          new String(java.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(java.waitFor()).as("%s", lines).isZero();
      return lines;
    } finally {
      java.destroyForcibly();
    }
  }

  /** Hashes as blocks are hashed that come from a network: 16 KiB at a time. */
  static final class Hashing {
    private Hashing() {}

    public static void main(String[] arguments) throws NoSuchAlgorithmException {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[16 << 10];
      for (int i = 0; i < 32 << 20; i += piece.length) {
        digest.update(piece);
      }
      digest.digest();
      System.out.println("hashed");
    }
  }
}
