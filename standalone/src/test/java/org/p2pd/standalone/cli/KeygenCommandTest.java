package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.publication.PublisherKey;
import picocli.CommandLine;

class KeygenCommandTest {
  @TempDir
  Path directory;

  private final StringWriter out = new StringWriter();
  private final CommandLine keygen = new CommandLine(new KeygenCommand(new PrintWriter(out, true)));

  @Test
  void keygen_writesASecretForItsOwnerOnly_andShowsThePublicKey() throws IOException {
    Path file = directory.resolve("provider.key");

    assertThat(keygen.execute(file.toString())).isZero();

    byte[] seed = Base64.getDecoder().decode(Files.readString(file, UTF_8).strip());
    assertThat(out.toString())
        .contains("secret  " + file)
        .contains("public  " + PublisherKey.ofSeed(seed).publicKeyBase64())
        .doesNotContain(Files.readString(file).strip());
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void keygen_fileExists_isNeverOverwritten() throws IOException {
    Path file = Files.writeString(directory.resolve("provider.key"), "precious");

    assertThat(keygen.execute(file.toString())).isNotZero();

    assertThat(file).hasContent("precious");
  }
}
