package org.p2pd.agent.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real router (miniupnpd, nftables) between a home and the Internet, each a network namespace of this test: what comes
 * from outside to the port that the router opened reaches the host at home, and no longer after it was given back.
 */
class ITPortMapping {
  private static final long PATIENCE_SECONDS = 90;
  private static final String ROUTER = "p2pd-r" + ProcessHandle.current().pid();
  private static final String HOME = "p2pd-h" + ProcessHandle.current().pid();
  private static final String INTERNET = "p2pd-i" + ProcessHandle.current().pid();

  @TempDir
  private Path directory;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() throws Exception {
    started.forEach(Process::destroyForcibly);
    for (String namespace : List.of(ROUTER, HOME, INTERNET)) {
      run("ip", "netns", "del", namespace);
    }
  }

  @Test
  void hostBehindARouter_isReachedFromOutside_untilItGivesThePortBack() throws Exception {
    assumeTrue(
        Stream.of("ip", "nft", "miniupnpd").allMatch(ITPortMapping::isInstalled),
        "ip, nft or miniupnpd is missing");
    assumeTrue(run("ip", "netns", "add", ROUTER) == 0, "no namespaces here (expected: root)");
    assumeTrue(isNetworkMade(), "this kernel lacks veth or nftables");
    start(in(ROUTER, "miniupnpd", "-d", "-f", configuration().toString(), "-P", pidFile()));

    Process home = start(in(
        HOME,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        GreetsThroughTheRouter.class.getName()));
    BufferedReader says = home.inputReader(StandardCharsets.UTF_8);
    String port = said(says, "port ");

    assertThat(port).as("a port of the router").matches("[1-9][0-9]*");
    assertThat(knock(port)).as("what the host at home says").isEqualTo("h");
    assertThat(said(says, "kept ")).as("the router kept the port when asked").isEqualTo("true");
    assertThat(home.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(knock(port)).as("after the port was given back").isEmpty();
  }

  /** Among what is logged, the rest of the line that begins so; empty where none does. */
  private static String said(BufferedReader says, String begin) throws IOException {
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      if (line.startsWith(begin)) {
        return line.substring(begin.length());
      }
    }
    return "";
  }

  private boolean isNetworkMade() throws Exception {
    Path rules = Files.writeString(directory.resolve("rules"), """
        table inet filter {
          chain forward { type filter hook forward priority 0; policy accept; jump miniupnpd; }
          chain miniupnpd { }
          chain prerouting { type nat hook prerouting priority -100; policy accept; jump prerouting_miniupnpd; }
          chain postrouting { type nat hook postrouting priority 100; policy accept; jump postrouting_miniupnpd; }
          chain prerouting_miniupnpd { }
          chain postrouting_miniupnpd { }
        }
        """);
    boolean made = run("ip", "netns", "add", HOME) + run("ip", "netns", "add", INTERNET) == 0
        && joined(HOME, "home0", "192.168.77.2/24", "lan", "192.168.77.1/24")
        && joined(INTERNET, "net0", "5.6.7.2/24", "wan", "5.6.7.1/24");
    return made
        && run("ip", "-n", HOME, "route", "add", "default", "via", "192.168.77.1") == 0
        && run(in(ROUTER, "sysctl", "-qw", "net.ipv4.ip_forward=1")) == 0
        && run(in(ROUTER, "nft", "-f", rules.toString())) == 0;
  }

  private static boolean joined(
      String namespace, String there, String address, String here, String routers)
      throws Exception {
    return run(
                "ip", "link", "add", there, "netns", namespace, "type", "veth", "peer", "name",
                here, "netns", ROUTER)
            == 0
        && isUp(namespace, there, address)
        && isUp(ROUTER, here, routers)
        && run("ip", "-n", namespace, "link", "set", "lo", "up") == 0;
  }

  private static boolean isUp(String namespace, String device, String address) throws Exception {
    return run("ip", "-n", namespace, "addr", "add", address, "dev", device) == 0
        && run("ip", "-n", namespace, "link", "set", device, "up") == 0;
  }

  private Path configuration() throws IOException {
    return Files.writeString(directory.resolve("miniupnpd.conf"), """
        ext_ifname=wan
        listening_ip=lan
        enable_natpmp=yes
        enable_upnp=yes
        uuid=11111111-2222-3333-4444-555555555555
        allow 1024-65535 0.0.0.0/0 1024-65535
        """);
  }

  private String pidFile() {
    return directory.resolve("miniupnpd.pid").toString();
  }

  /** What is answered at the router's port from outside; empty where nobody answers. */
  private String knock(String port) throws Exception {
    Process knocking = start(in(
        INTERNET,
        "timeout",
        "10",
        "bash",
        "-c",
        "exec 3<>/dev/tcp/5.6.7.1/" + port + " && head -c 1 <&3"));
    String answer = new String(knocking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    knocking.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return answer;
  }

  private static String[] in(String namespace, String... command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", namespace), Stream.of(command))
        .toArray(String[]::new);
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    started.add(process);
    return process;
  }

  private static int run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor();
    } catch (IOException missing) {
      return -1;
    }
  }

  private static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(each -> Path.of(each, program))
        .anyMatch(Files::isExecutable);
  }
}
