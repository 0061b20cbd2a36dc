package org.p2pd.agent.sharing.machine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories as the kernel shows them (sysfs-class-power). */
class PowerSuppliesTest {
  @TempDir
  Path supplies;

  private void supply(String name, String... properties) throws IOException {
    Path directory = Files.createDirectory(supplies.resolve(name));
    for (String property : properties) {
      String[] pair = property.split("=");
      Files.writeString(directory.resolve(pair[0]), pair[1] + "\n");
    }
  }

  private boolean isOnBattery() {
    return new PowerSupplies(supplies).isOnBattery();
  }

  @Test
  void dischargingBattery_isBattery() throws IOException {
    supply("AC", "type=Mains", "online=0");
    supply("BAT0", "type=Battery", "status=Discharging");
    assertThat(isOnBattery()).isTrue();
  }

  @Test
  void mainsOnLine_isMains() throws IOException {
    supply("AC", "type=Mains", "online=1");
    supply("BAT0", "type=Battery", "status=Discharging");
    assertThat(isOnBattery()).isFalse();
  }

  @Test
  void batteryOfAMouse_doesNotCount() throws IOException {
    supply("hidpp_battery_0", "type=Battery", "status=Discharging", "scope=Device");
    assertThat(isOnBattery()).isFalse();
  }

  @Test
  void systemThatTellsNothing_countsAsMains() {
    assertThat(new PowerSupplies(supplies.resolve("none")).isOnBattery()).isFalse();
  }
}
