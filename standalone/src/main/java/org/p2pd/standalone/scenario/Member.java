package org.p2pd.standalone.scenario;

import java.util.List;
import org.p2pd.agent.cli.ProgramName;

/**
 * One node of a scenario.
 *
 * @param name what it is, such as {@code cache 1}
 * @param arguments its original command line, without {@code p2pd}
 * @param port where it listens
 */
public record Member(String name, List<String> arguments, int port) {
  public Member {
    arguments = List.copyOf(arguments);
  }

  /** The command line as one types it. */
  public String commandLine() {
    return ProgramName.get() + " " + String.join(" ", arguments);
  }
}
