import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that cost a server patience rather than work: {@code PORT PATH IDLE SLOW}. Idle ones have asked once and
 * stay; slow ones ask for the whole file and take 64 KiB a second. Prints {@code ready}, then stays until it is killed.
 * JDK only; run as a source file.
 */
public final class Crowd {
  private static final int TURN_MILLIS = 250;
  private static final int BYTES_PER_TURN = 16 << 10;

  public static void main(String... args) throws Exception {
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    List<SocketChannel> idle = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      SocketChannel channel = ask(server, "HEAD", args[1]);
      channel.read(ByteBuffer.allocate(4096));
      idle.add(channel);
    }
    List<SocketChannel> slow = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      SocketChannel channel = ask(server, "GET", args[1]);
      channel.configureBlocking(false);
      slow.add(channel);
    }
    System.out.println("ready");
    ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_PER_TURN);
    while (true) {
      for (SocketChannel channel : slow) {
        buffer.clear();
        if (channel.read(buffer) < 0) {
          throw new IllegalStateException("the server closed a slow connection");
        }
      }
      Thread.sleep(TURN_MILLIS);
    }
  }

  private static SocketChannel ask(InetSocketAddress server, String method, String path)
      throws Exception {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 10);
    channel.connect(server);
    String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    return channel;
  }
}
