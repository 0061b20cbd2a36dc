package org.p2pd.standalone.roles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports of this machine that nothing listens on at the moment. */
public final class FreePort {
  /** Below the ranges from which systems take the ports of outgoing connections. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS_MAX = 1_000;

  private FreePort() {}

  /** Any. */
  public static int any() {
    return firstOf(1);
  }

  /** The first of {@code count} neighbouring ones. */
  public static int firstOf(int count) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(FIRST, LAST - count);
      if (IntStream.range(first, first + count).noneMatch(FreePort::isTaken)) {
        return first;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
  }

  /** Whether something listens on {@code port} of the loopback address. */
  public static boolean isTaken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
