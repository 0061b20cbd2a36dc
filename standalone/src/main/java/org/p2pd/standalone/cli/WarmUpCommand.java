package org.p2pd.standalone.cli;

import java.util.concurrent.Callable;
import org.p2pd.standalone.demo.DemoSettings;
import org.p2pd.standalone.demo.DemoSystem;
import org.p2pd.standalone.demo.Ports;
import picocli.CommandLine.Command;

/** Starts and ends everything once, for the JVM to write down which classes that takes. */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  WarmUpCommand() {}

  @Override
  public Integer call() {
    Quiet.entirely();
    Ports ports = Ports.free(Ports.usual().agents().size());
    try (DemoSystem system =
        new DemoSystem(new DemoSettings(ports, null, null), (what, where) -> {})) {
      system.start();
    }
    return 0;
  }
}
