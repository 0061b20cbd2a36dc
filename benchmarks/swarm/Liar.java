import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A bad peer's mouth: {@code ADDRESS PORT HOST_PORT HOW}. Listens at ADDRESS:PORT, passes everything on to an honest host at
 * 127.0.0.1:HOST_PORT, and spoils what it answers. HOW is {@code lie} (a byte of every answer longer than a head is wrong),
 * {@code drip} (a byte a second once 2 KiB have passed) or {@code stop} (nothing after 99 % of a block of 256 KiB). Prints
 * {@code ready}, then stays until it is killed. JDK only; run as a source file.
 */
public final class Liar {
  private static final int HEADS_BYTES = 2 << 10;
  private static final int STOP_AT = (256 << 10) / 100 * 99;

  public static void main(String... args) throws IOException {
    ServerSocket mouth = new ServerSocket();
    mouth.bind(new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1])));
    System.out.println("ready");
    while (true) {
      Socket asker = mouth.accept();
      Socket host = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[2]));
      start(() -> pass(asker, host, "honest"));
      start(() -> pass(host, asker, args[3]));
    }
  }

  private static void start(Runnable pipe) {
    Thread thread = new Thread(pipe);
    thread.setDaemon(true);
    thread.start();
  }

  private static void pass(Socket from, Socket to, String how) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[64 << 10];
      long passed = 0;
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        boolean body = passed + n > HEADS_BYTES;
        if (how.equals("lie") && body) {
          bytes[n - 1] ^= 1;
        }
        if (how.equals("drip") && body) {
          for (int i = 0; i < n; i++) {
            out.write(bytes[i]);
            Thread.sleep(1_000);
          }
        } else if (how.equals("stop") && passed + n > STOP_AT) {
          Thread.sleep(Long.MAX_VALUE);
        } else {
          out.write(bytes, 0, n);
        }
        passed += n;
      }
    } catch (IOException | InterruptedException e) {
      // Somebody left.
    }
  }
}
