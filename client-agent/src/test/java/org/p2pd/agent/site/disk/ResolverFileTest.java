package org.p2pd.agent.site.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverFileTest {
  @TempDir
  private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("resolv.conf"), text);
  }

  @Test
  void lastOfSeveralLines_holds() throws IOException {
    assertThat(
            ResolverFile.searchDomains(
                file(
                    "# search no.example\nnameserver 10.0.0.1\ndomain a.example\nsearch b.example c.example\n")))
        .containsExactly("b.example", "c.example");
  }

  @Test
  void fileWithoutDomains_orNoFile_isEmpty() throws IOException {
    assertThat(ResolverFile.searchDomains(file("nameserver 10.0.0.1\nsearch\n")))
        .isEmpty();
    assertThat(ResolverFile.searchDomains(directory.resolve("none"))).isEmpty();
  }
}
