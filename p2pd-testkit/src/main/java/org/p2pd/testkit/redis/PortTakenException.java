package org.p2pd.testkit.redis;

/** Another process got the port between its choice and the server's start. */
final class PortTakenException extends Exception {
  private static final long serialVersionUID = 1L;

  PortTakenException(int port) {
    super("port " + port + " is taken");
  }
}
