package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/p2pd-open} of the archive, with a browser that writes down what it is to show. */
@EnabledOnOs(OS.LINUX)
class OpenScriptTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", "")).resolve("src/dist/bin/p2pd-open");

  private static final String FILM = "spp://media.example.edu/a%20film & café.mp4";

  @TempDir
  private Path here;

  @BeforeEach
  void makeBrowser() throws Exception {
    Path browser = Files.writeString(here.resolve("xdg-open"), "#!/bin/sh\nprintf '%s' \"$1\"\n");
    assertThat(browser.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void link_isWhatThePageOpens() throws Exception {
    assertThat(openedBy(FILM)).isEqualTo(FILM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list.spp", "my list 100%41.spp", "a\\b.spp"})
  void playlist_opensItsFilm_asAFileAndAsAnAddress(String name) throws Exception {
    Path file = Files.writeString(
        here.resolve(name), "# a comment\r\n" + FILM + "\r\nhttp://media.example.edu/x.mp4\r\n");

    assertThat(openedBy(file.toString())).isEqualTo(FILM);
    assertThat(openedBy("file://" + file.toUri().getRawPath())).isEqualTo(FILM);
  }

  @Test
  void fileThatIsNoPlaylist_isRefused() throws Exception {
    Path file = Files.writeString(here.resolve("notes.txt"), "http://media.example.edu/x.mp4\n");

    assertThat(saidBy(1, file.toString())).contains("is no playlist: it names no spp:// address");
  }

  private String openedBy(String argument) throws Exception {
    String said = saidBy(0, argument);
    String page = "http://localhost:1111/?open=";
    assertThat(said).startsWith(page);
    return URLDecoder.decode(said.substring(page.length()), UTF_8);
  }

  private String saidBy(int exitCode, String argument) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", SCRIPT.toString(), argument);
    builder
        .environment()
        .merge("PATH", here.toString(), (path, own) -> own + File.pathSeparator + path);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
    return said;
  }
}
