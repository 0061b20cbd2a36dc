package org.p2pd.agent.sharing.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.p2pd.agent.sharing.machine.disk.PowerSupplies;

/**
 * Asks the operating system. Linux: {@code /sys/class/power_supply}, and NetworkManager where it runs; macOS: {@code
 * pmset}. Windows tells nothing without a native library, so there it counts as fine. Blocks for up to two seconds.
 */
public final class Machine {
  private static final long ANSWER_SECONDS_MAX = 2;
  private static final int ANSWER_BYTES_MAX = 4 << 10;

  private static final Path LINUX_SUPPLIES = Path.of("/sys/class/power_supply");
  private static final List<String> MAC_POWER = List.of("pmset", "-g", "batt");
  private static final List<String> LINUX_METERED = List.of(
      "busctl",
      "get-property",
      "org.freedesktop.NetworkManager",
      "/org/freedesktop/NetworkManager",
      "org.freedesktop.NetworkManager",
      "Metered");

  private final boolean linux;
  private final boolean mac;

  /** This machine. */
  public Machine() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    this.linux = system.contains("linux");
    this.mac = system.contains("mac");
  }

  /** How things are now. */
  public PowerAndNetwork now() {
    if (linux) {
      return new PowerAndNetwork(
          new PowerSupplies(LINUX_SUPPLIES).isOnBattery(), isMetered(answer(LINUX_METERED)));
    }
    return mac
        ? new PowerAndNetwork(answer(MAC_POWER).contains("Battery Power"), false)
        : PowerAndNetwork.FINE;
  }

  /** NetworkManager's NMMetered: 1 = yes, 3 = most likely. */
  static boolean isMetered(String property) {
    return property.strip().equals("u 1") || property.strip().equals("u 3");
  }

  /** What a command says; empty where there is no such command, or it says nothing in time. */
  private static String answer(List<String> command) {
    try {
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.PIPE)
          .start();
      process.getOutputStream().close();
      if (!process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return new String(
          process.getInputStream().readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
