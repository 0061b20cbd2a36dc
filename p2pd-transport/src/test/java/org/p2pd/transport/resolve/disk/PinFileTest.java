package org.p2pd.transport.resolve.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinFileTest {
  @TempDir
  Path directory;

  @Test
  void pin_isThereAfterARestart_andReplacesTheOneBefore() throws IOException {
    PinFile pins = PinFile.in(directory);
    pins.pin("a.example", List.of("old"));
    pins.pin("b.example:81", List.of("other"));
    pins.pin("a.example", List.of("new", "old"));

    PinFile again = PinFile.in(directory);

    assertThat(again.of("a.example")).containsExactly("new", "old");
    assertThat(again.of("b.example:81")).containsExactly("other");
    assertThat(again.of("c.example")).isEmpty();
  }

  @Test
  void in_lineRemovedByHand_isLearntAnew() throws IOException {
    PinFile.in(directory).pin("a.example", List.of("old"));
    Files.writeString(directory.resolve("publisher-keys"), "# nothing\n\n");

    assertThat(PinFile.in(directory).of("a.example")).isEmpty();
  }

  @Test
  void in_unreadable_trustsNobodyAnew() throws IOException {
    Files.createDirectory(directory.resolve("publisher-keys"));

    assertThatThrownBy(() -> PinFile.in(directory)).isInstanceOf(IOException.class);
  }
}
