package org.p2pd.standalone;

import org.p2pd.standalone.cli.P2pdCommand;

/** The one command. */
public final class P2pd {
  private P2pd() {}

  /** Does what the arguments say and ends with 0 when that worked, 1 when not, 2 when they make no sense. */
  public static void main(String... args) {
    System.exit(P2pdCommand.run(args));
  }
}
