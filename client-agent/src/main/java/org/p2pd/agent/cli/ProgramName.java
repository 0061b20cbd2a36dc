package org.p2pd.agent.cli;

/** How the user calls the one command: what its launcher was started as. */
public final class ProgramName {
  private ProgramName() {}

  /** Such as {@code p2pd} or {@code ./p2pd}. */
  public static String get() {
    return System.getProperty("p2pd.command", "p2pd");
  }
}
