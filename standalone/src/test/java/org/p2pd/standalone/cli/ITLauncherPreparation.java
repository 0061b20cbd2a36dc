package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher of an unpacked archive prepares the next start. Its Java is one made by {@code jlink}, here a script that
 * does what that one does: without {@code classes.jsa} of its own it makes no archive of classes.
 */
@DisabledOnOs(OS.WINDOWS)
class ITLauncherPreparation {
  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", "")).resolve("../p2pd").normalize();

  private static final String JAVA = """
      #!/bin/sh
      home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
      echo "$*" >>"$home/asked"
      for each in "$@"; do
        case $each in
          -Xshare:dump) dump=yes ;;
          -XX:SharedArchiveFile=*) base=${each#*=} ;;
          -XX:ArchiveClassesAtExit=*) archive=${each#*=} ;;
        esac
      done
      [ -z "${dump:-}" ] || echo base >"$base"
      [ -n "${archive:-}" ] || exit 0
      [ -f "$home/lib/server/classes.jsa" ] && [ ! -f "$home/broken" ] && echo classes >"$archive"
      """;

  @TempDir
  private Path root;

  private Path launcher = SCRIPT;

  @BeforeEach
  void unpack() throws IOException {
    launcher = Files.copy(SCRIPT, Files.createDirectories(root.resolve("bin")).resolve("p2pd"));
    Files.createDirectories(root.resolve("lib"));
    Files.writeString(root.resolve("lib/p2pd.jar"), "version 1");
    Files.createDirectories(root.resolve("runtime/lib/server"));
    Files.writeString(root.resolve("runtime/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.createDirectories(root.resolve("runtime/bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void firstAgent_givesJavaItsOwnArchive_andKeepsTheClasses() throws Exception {
    run("agent");

    await().until(() -> Files.exists(prepared()));
    assertThat(root.resolve("runtime/lib/server/classes.jsa")).hasContent("base");
    assertThat(root.resolve("classes-agent-17.jsa")).hasContent("classes");
    assertThat(root.resolve("classes-commands-17.jsa")).hasContent("classes");
    assertThat(filesNamedByAProcess()).isEmpty();
  }

  @Test
  void secondAgent_usesWhatWasKept_andMakesNothing() throws Exception {
    run("agent");
    await().until(() -> Files.exists(prepared()));
    Files.delete(root.resolve("runtime/asked"));

    run("agent");

    assertThat(Files.readAllLines(root.resolve("runtime/asked")))
        .singleElement()
        .asString()
        .contains("-XX:SharedArchiveFile=" + root.toRealPath().resolve("classes-agent-17.jsa"));
  }

  @Test
  void whatFailedOnce_isNotTriedAgain_untilTheProgramIsAnother() throws Exception {
    Files.createFile(root.resolve("runtime/broken"));
    run("agent");
    await().until(() -> Files.exists(prepared()));
    Files.delete(root.resolve("runtime/broken"));

    run("agent");
    assertThat(root.resolve("classes-agent-17.jsa")).doesNotExist();

    Files.writeString(root.resolve("lib/p2pd.jar"), "version 1.1");
    run("agent");
    await().until(() -> Files.exists(root.resolve("classes-commands-17.jsa")));
  }

  @Test
  void helpOfTheAgent_preparesNothing() throws Exception {
    run("agent", "--help");
    run("agent", "-h");

    assertThat(Files.readAllLines(root.resolve("runtime/asked"))).hasSize(2);
  }

  private Path prepared() {
    return root.resolve("classes-17.jsa.prepared");
  }

  private List<Path> filesNamedByAProcess() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.toString().matches(".*\\.[0-9]+")).toList();
    }
  }

  private void run(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString());
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
