package org.p2pd.transport.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** HTTP as bytes, for what proper clients never send. */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 20_000;

  private RawHttp() {}

  /** Sends lines and reads until the server closes. */
  static String exchange(InetSocketAddress server, String... lines) throws IOException {
    try (Socket socket = open(server, lines)) {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  static Socket open(InetSocketAddress server, String... lines) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(server);
    String request = String.join("\r\n", Arrays.asList(lines)) + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }
}
