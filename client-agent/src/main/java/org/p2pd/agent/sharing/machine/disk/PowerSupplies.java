package org.p2pd.agent.sharing.machine.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Linux's power supplies (kernel documentation, {@code sysfs-class-power}): a battery of the machine that discharges, with
 * no mains on line, means battery. Batteries of mice and the like have the scope {@code Device} and do not count.
 */
public final class PowerSupplies {
  private final Path supplies;

  /** The supplies that {@code supplies} lists, {@code /sys/class/power_supply} on every Linux. */
  public PowerSupplies(Path supplies) {
    this.supplies = supplies;
  }

  /** Whether the machine runs on battery; false where the system does not tell. */
  public boolean isOnBattery() {
    boolean discharging = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(supplies)) {
      for (Path each : all) {
        if (says(each, "type", "Mains") && says(each, "online", "1")) {
          return false;
        }
        discharging |= says(each, "type", "Battery")
            && !says(each, "scope", "Device")
            && says(each, "status", "Discharging");
      }
    } catch (IOException e) {
      return false;
    }
    return discharging;
  }

  private static boolean says(Path supply, String property, String value) {
    try {
      return Files.readString(supply.resolve(property)).strip().equals(value);
    } catch (IOException e) {
      return false;
    }
  }
}
