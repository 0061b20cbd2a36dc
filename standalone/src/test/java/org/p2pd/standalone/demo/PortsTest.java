package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.standalone.demo.disk.DemoFailedException;

class PortsTest {
  @Test
  void usual_areThoseOfTheContract() {
    assertThat(Ports.usual().tracker()).isEqualTo(7070);
    assertThat(Ports.usual().agents())
        .containsExactly(
            new Ports.AgentPorts(1111, 1112, 1113), new Ports.AgentPorts(2111, 2112, 2113));
  }

  @Test
  void free_areFree() {
    assertThat(Ports.free(3).agents()).hasSize(3);
    assertThat(Ports.free(3).taken()).isEmpty();
  }

  @Test
  void demoOnATakenPort_saysWhichAndWhatToDo() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Ports free = Ports.free(1);
      Ports ports = new Ports(
          free.tracker(),
          free.trackerManagement(),
          other.getLocalPort(),
          free.originManagement(),
          free.cache(),
          free.cacheManagement(),
          List.copyOf(free.agents()));
      try (DemoSystem system =
          new DemoSystem(new DemoSettings(ports, null, null), (what, where) -> {})) {
        assertThatThrownBy(system::start)
            .isInstanceOf(DemoFailedException.class)
            .hasMessage(
                "port " + other.getLocalPort()
                    + " (origin) is taken: end the program that holds it (another demo?), or add --free-ports");
      }
    }
  }
}
