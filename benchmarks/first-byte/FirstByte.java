import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.p2pd.testkit.http.FaultProxy;
import org.p2pd.testkit.http.Faults;

/**
 * Measures first bytes and seeks through an agent beside direct HTTP, over lines with delay.
 *
 * <p>Stands between the agent and both the origin and the tracker: prints the two ports, waits for a line on standard input
 * that says all is up, and measures. Every film is read once through the agent, so each first byte is a cold one; direct
 * is the later of the manifest and the first block, asked for at the same time over new connections.
 *
 * <pre>FirstByte ORIGIN_PORT TRACKER_PORT AGENT_PORT FILMS_PER_LINE BLOCK_BYTES FILM_BLOCKS WARM_FILMS</pre>
 */
public final class FirstByte {
  private static final int SEEKS = 8;

  private static int agentPort;
  private static int blockBytes;
  private static int filmBlocks;

  private record Line(String name, int roundTripMillis, long bytesPerSecond) {
    Faults faults() {
      Duration half = Duration.ofNanos(roundTripMillis * 500_000L);
      return Faults.none().withDelay(half, half).withBytesPerSecond(bytesPerSecond);
    }
  }

  private static final List<Line> LINES = List.of(
      new Line("rtt-0", 0, 0),
      new Line("rtt-20", 20, 0),
      new Line("rtt-100", 100, 0),
      new Line("rtt-20-20mbit", 20, 2_500_000));

  public static void main(String... arguments) throws Exception {
    int films = Integer.parseInt(arguments[3]);
    agentPort = Integer.parseInt(arguments[2]);
    blockBytes = Integer.parseInt(arguments[4]);
    filmBlocks = Integer.parseInt(arguments[5]);
    try (FaultProxy origin = FaultProxy.before("127.0.0.1", Integer.parseInt(arguments[0]));
        FaultProxy tracker = FaultProxy.before("127.0.0.1", Integer.parseInt(arguments[1]))) {
      System.out.println(origin.port() + " " + tracker.port());
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      int film = 0;
      int warm = Integer.parseInt(arguments[6]);
      for (int i = 0; i < warm; i++) {
        direct(origin, "/film-" + film + ".mp4", 0);
        first(origin, "/film-" + film++ + ".mp4");
      }
      for (Line line : LINES) {
        origin.set(line.faults());
        tracker.set(line.faults());
        Thread.sleep(2_500);
        measure(line, origin, film, films);
        film += films;
      }
    }
  }

  private static void measure(Line line, FaultProxy origin, int firstFilm, int films)
      throws Exception {
    List<Double> direct = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> seeksDirect = new ArrayList<>();
    List<Double> seeks = new ArrayList<>();
    for (int i = 0; i < films; i++) {
      String path = "/film-" + (firstFilm + i) + ".mp4";
      direct.add(direct(origin, path, 0));
      ours.add(first(origin, path));
      // What the agent still fetches ahead for the first second would share the line with the seeks.
      Thread.sleep(200);
    }
    String path = "/film-" + firstFilm + ".mp4";
    for (int i = 1; i <= SEEKS; i++) {
      int block = (int) ((long) filmBlocks * i / (SEEKS + 1));
      seeksDirect.add(range(origin.port(), path, block));
      seeks.add(throughAgent(origin, path, (long) block * blockBytes));
      Thread.sleep(200);
    }
    double aim = line.roundTripMillis + 20;
    report(line, "first-byte", ours, direct, aim);
    report(line, "seek", seeks, seeksDirect, aim);
  }

  private static void report(
      Line line, String what, List<Double> ours, List<Double> direct, double more) {
    double own = median(ours);
    double aim = median(direct) + more;
    System.out.printf(
        Locale.ROOT,
        "%-14s %-10s direct %6.1f ms, aim %6.1f ms, agent %6.1f ms (worst %.1f)%n",
        line.name,
        what,
        median(direct),
        aim,
        own,
        ours.stream().mapToDouble(each -> each).max().orElse(0));
    System.out.printf(
        Locale.ROOT,
        "RESULT first-byte %s-%s-ms ours=%.1f theirs=%.1f ratio=%.2f%n",
        line.name,
        what,
        own,
        aim,
        own / aim);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }

  private static double first(FaultProxy origin, String path) throws IOException {
    return throughAgent(origin, path, 0);
  }

  /** Until the first byte of the body, in milliseconds. */
  private static double throughAgent(FaultProxy origin, String path, long from)
      throws IOException {
    return exchange(
        agentPort,
        "GET http://127.0.0.1:" + origin.port() + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + origin.port() + "\r\nRange: bytes=" + from + "-\r\n",
        1);
  }

  private static double direct(FaultProxy origin, String path, int block) {
    CompletableFuture<Double> manifest =
        CompletableFuture.supplyAsync(() -> unchecked(() -> exchange(
            origin.port(),
            "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + origin.port()
                + "\r\nAccept: application/vnd.p2pd.manifest+json\r\n",
            Long.MAX_VALUE)));
    CompletableFuture<Double> bytes =
        CompletableFuture.supplyAsync(() -> unchecked(() -> range(origin.port(), path, block)));
    return Math.max(manifest.join(), bytes.join());
  }

  private static double range(int port, String path, int block) throws IOException {
    long first = (long) block * blockBytes;
    return exchange(
        port,
        "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nRange: bytes=" + first + "-"
            + (first + blockBytes - 1) + "\r\n",
        Long.MAX_VALUE);
  }

  /** Asks over a new connection, and reads as many bytes of the body, or all. */
  private static double exchange(int port, String head, long bytesMax) throws IOException {
    long began = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      String status = head(in);
      if (!status.startsWith("HTTP/1.1 20")) {
        throw new IOException(head.lines().findFirst().orElse("") + ": " + status);
      }
      byte[] part = new byte[1 << 16];
      long length = 0;
      for (int read = 0; length < bytesMax && (read = in.read(part)) >= 0; ) {
        length += read;
      }
      return (System.nanoTime() - began) / 1e6;
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int end = 0;
    for (int next; end < 4 && (next = in.read()) >= 0; ) {
      head.write(next);
      end = next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private interface Call {
    double run() throws IOException;
  }

  private static double unchecked(Call call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
