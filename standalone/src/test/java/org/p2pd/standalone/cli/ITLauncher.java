package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in an archive that was unpacked: {@code bin/} beside {@code lib/}, nothing to build. */
@DisabledOnOs(OS.WINDOWS)
class ITLauncher {
  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", "")).resolve("../p2pd").normalize();

  private static final Path OPTIONS =
      Path.of(System.getProperty("basedir", "")).resolve("src/main/jvm/quick.options");

  @TempDir
  private Path here;

  private Path launcher = SCRIPT;

  @BeforeEach
  void unpack() throws IOException {
    Path root = Files.createDirectory(here.resolve("p2pd with spaces"));
    launcher = Files.copy(SCRIPT, Files.createDirectory(root.resolve("bin")).resolve("p2pd"));
    Path jar = Files.createDirectory(root.resolve("lib")).resolve("p2pd.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    Files.copy(OPTIONS, root.resolve("lib/quick.options"));
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }

  @Test
  void unpacked_runsAtOnce_alsoThroughALink_andWritesNothingBesideIt() throws Exception {
    Path link = Files.createSymbolicLink(here.resolve("link"), launcher);

    assertThat(saidBy(launcher, "--version")).matches("p2pd [0-9].*\\R");
    assertThat(saidBy(link, "--version")).matches("p2pd [0-9].*\\R");

    try (Stream<Path> all = Files.list(here.resolve("p2pd with spaces"))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("bin", "lib");
    }
  }

  @Test
  void exitCode_isTheCommands() throws Exception {
    Process process = start(launcher, "get", "ftp://example.org/film.mp4");

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("ftp://");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static String saidBy(Path program, String... arguments) throws Exception {
    Process process = start(program, arguments);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Process start(Path program, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", program.toString());
    builder.command().addAll(java.util.List.of(arguments));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
    return builder.redirectErrorStream(true).start();
  }
}
