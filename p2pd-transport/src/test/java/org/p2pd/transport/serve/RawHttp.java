package org.p2pd.transport.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP as bytes, for what proper clients never send. */
public final class RawHttp {
  private static final int TIMEOUT_MILLIS = 20_000;

  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

  private RawHttp() {}

  /** Sends lines and reads until the server closes. */
  public static String exchange(InetSocketAddress server, String... lines) throws IOException {
    try (Socket socket = open(server, lines)) {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** A connection over which {@code lines} were sent. */
  public static Socket open(InetSocketAddress server, String... lines) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(server);
    send(socket, lines);
    return socket;
  }

  public static void send(Socket socket, String... lines) throws IOException {
    String request = String.join("\r\n", Arrays.asList(lines)) + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  /** Reads exactly one answer, so that the next request can leave at once. */
  public static void readAnswer(Socket socket, boolean withBody) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed after: " + head);
      }
      head.append((char) next);
    }
    Matcher length = CONTENT_LENGTH.matcher(head);
    if (withBody && length.find()) {
      in.readNBytes(Integer.parseInt(length.group(1)));
    }
  }
}
