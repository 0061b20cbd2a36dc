package org.p2pd.testkit.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Single commands to a Redis on loopback, for setting one up. */
final class RedisCommands {
  private static final int SILENCE_MILLIS_MAX = 10_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private RedisCommands() {}

  /** The answer to an inline command: a line, or the text of a bulk reply. */
  static String ask(int port, String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_MILLIS_MAX);
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String line = String.valueOf(reader.readLine());
      return line.startsWith("$") ? bulk(reader, Integer.parseInt(line.substring(1))) : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bulk(BufferedReader reader, int chars) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < chars) {
      text.append((char) reader.read());
    }
    return text.toString();
  }

  /** As {@link #ask}, where anything but {@code +OK} is a failure. */
  static void tell(int port, String command) {
    String answer = ask(port, command);
    if (!answer.equals("+OK")) {
      throw new IllegalStateException(command + ": " + answer + " (expected: +OK)");
    }
  }

  /** Asks again until the answer is as expected. */
  static void await(int port, String command, Predicate<String> expected) {
    long start = System.nanoTime();
    String answer = ask(port, command);
    while (!expected.test(answer)) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException(command + " on port " + port + " still says: " + answer);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      answer = ask(port, command);
    }
  }
}
