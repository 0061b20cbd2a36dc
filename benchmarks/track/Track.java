import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares the requests of the tracker benchmark, and fills a tracker. JDK only; run as a source file.
 *
 * <pre>
 * prepare TRACKER TOKEN REDIS_PORT DIRECTORY   seeds swarms of 10^2 … 10^5 holders into Redis, writes the request files
 * fill TRACKER TOKEN HOSTS CONTENTS            reports HOSTS x CONTENTS (content, host) pairs over HTTP
 * udp PORT SECONDS OUTSTANDING                 announces to a BitTorrent tracker over UDP (BEP 15), prints them per second
 * </pre>
 */
public final class Track {
  private static final int BLOCKS = 1024;
  private static final int BLOCK_SIZE = 262_144;
  private static final int ASKERS = 64;
  private static final int BATCH = 32;
  private static final int CONTENTS_PER_ANNOUNCE = 50;
  private static final String THEIR_HASH = "0123456789abcdef0123456789abcdef01234567";
  private static final long UDP_PROTOCOL = 0x41727101980L;

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(42);
  private final String tracker;
  private final String publishToken;

  private Track(String tracker, String publishToken) {
    this.tracker = tracker;
    this.publishToken = publishToken;
  }

  public static void main(String... args) throws Exception {
    if (args[0].equals("udp")) {
      udp(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      return;
    }
    Track track = new Track(args[1], args[2]);
    if (args[0].equals("prepare")) {
      track.prepare(Integer.parseInt(args[3]), Path.of(args[4]));
    } else {
      track.fill(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    }
  }

  private record Host(String id, String token) {}

  private void prepare(int redisPort, Path directory) throws Exception {
    List<String> swarms = new ArrayList<>();
    for (int size = 100; size <= 100_000; size *= 10) {
      String content = putManifest(BLOCKS);
      seed(redisPort, content, size);
      swarms.add(content);
    }
    List<String> films = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      films.add(putManifest(BLOCKS));
    }
    List<Host> askers = new ArrayList<>();
    for (int i = 0; i < ASKERS; i++) {
      askers.add(register());
    }
    for (int i = 0; i < swarms.size(); i++) {
      String content = swarms.get(i);
      write(directory.resolve("swarm-" + (int) Math.pow(10, i + 2) + ".txt"), askers, () -> entry(content, 16, true));
    }
    write(directory.resolve("batch.txt"), askers, () -> {
      StringBuilder all = new StringBuilder(entry(swarms.get(1), 64, true));
      films.subList(1, BATCH).forEach(film -> all.append(',').append(entry(film, 64, false)));
      return all.toString();
    });
    writeTheirs(directory);
  }

  private String entry(String content, int completed, boolean asks) {
    int first = random.nextInt(BLOCKS - completed);
    int want = random.nextInt(BLOCKS - 64);
    return "{\"contentId\":\"" + content + "\",\"completed\":\"" + first + "-" + (first + completed - 1) + "\""
        + (asks ? ",\"want\":\"" + want + "-" + (want + 63) + "\",\"limit\":20" : "") + "}";
  }

  private interface Entries {
    String next();
  }

  private static void write(Path file, List<Host> askers, Entries entries) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int i = 0; i < 8 * ASKERS; i++) {
        Host asker = askers.get(i % ASKERS);
        out.print(asker.token() + "\t" + announce(asker, entries.next()) + "\n");
      }
    }
  }

  private static String announce(Host host, String contents) {
    return "{\"hostId\":\"" + host.id() + "\",\"activeUploads\":1,\"delivered\":0,\"served\":0,\"contents\":[" + contents
        + "]}";
  }

  /** The same for a BitTorrent tracker: 1 000 peers of one torrent. */
  private static void writeTheirs(Path directory) throws IOException {
    String hash = THEIR_HASH;
    Files.writeString(directory.resolve("whitelist.txt"), hash + "\n");
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < hash.length(); i += 2) {
      escaped.append('%').append(hash, i, i + 2);
    }
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(directory.resolve("theirs.txt")))) {
      for (int i = 0; i < 1000; i++) {
        out.print("GET\t/announce?info_hash=" + escaped + "&peer_id=-XX0001-" + String.format("%012d", i) + "&port="
            + (10_000 + i) + "&uploaded=0&downloaded=0&left=" + (i % 5) + "&numwant=20&compact=1\n");
      }
    }
  }

  /** Holders that live for an hour, as the tracker's scripts would have stored them (tracker-service/README.md). */
  private void seed(int port, String content, int size) throws IOException {
    long now = System.currentTimeMillis();
    String tag = "p2pd:{" + content + "}:";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      Thread reader = new Thread(() -> drain(socket));
      reader.start();
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (int i = 0; i < size; i++) {
        String id = hex(16);
        String address = "10." + (i >> 14) + "." + ((i >> 6) & 255) + "." + (1 + (i & 63));
        String near = "prefix 10." + (i >> 14) + "." + ((i >> 6) & 255) + ".0/24";
        String digits = "10000" + "0".repeat(12) + "1" + "0" + "0".repeat(80);
        command(out, "SET", "p2pd:host:{" + id + "}", digits + String.join("\n", id, "agent", "0", "5000", "", address,
            near.substring("prefix ".length()), "PRIVATE", near, "http://" + address + ":5000", "", ""),
            "PX", "3600000");
        String raw = new String(HexFormat.of().parseHex(id), ISO_8859_1);
        String entered = new String(ByteBuffer.allocate(4).putInt((int) (now / 1000)).array(), ISO_8859_1);
        if (i % 5 == 0) {
          command(out, "HSET", tag + "complete", raw, entered);
        } else {
          byte[] bits = new byte[BLOCKS / 8];
          random.nextBytes(bits);
          int held = BitSet.valueOf(bits).cardinality();
          String count = new String(ByteBuffer.allocate(2).putShort((short) held).array(), ISO_8859_1);
          command(out, "HSET", tag + "partial", raw, entered + count + new String(bits, ISO_8859_1));
        }
        command(out, "SADD", tag + "near:" + near, raw);
      }
      command(out, "QUIT");
      out.flush();
      reader.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void drain(Socket socket) {
    byte[] buffer = new byte[1 << 16];
    try {
      while (socket.getInputStream().read(buffer) >= 0) {
        continue;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void command(OutputStream out, String... words) throws IOException {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    out.write(text.toString().getBytes(ISO_8859_1));
  }

  private void fill(int hosts, int contents) throws Exception {
    List<String> films = new ArrayList<>();
    for (int i = 0; i < contents; i++) {
      films.add(putManifest(64));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < hosts; i++) {
        running.add(pool.submit(() -> {
          report(films);
          return null;
        }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void report(List<String> films) throws Exception {
    Host host = register();
    for (int from = 0; from < films.size(); from += CONTENTS_PER_ANNOUNCE) {
      StringBuilder all = new StringBuilder();
      for (String film : films.subList(from, Math.min(films.size(), from + CONTENTS_PER_ANNOUNCE))) {
        all.append(all.length() == 0 ? "" : ",");
        all.append("{\"contentId\":\"" + film + "\",\"completed\":\"0-30,33-62\"}");
      }
      send("POST", "/v1/announce", announce(host, all.toString()), host.token());
    }
  }

  private Host register() throws Exception {
    String id = hex(16);
    String answer =
        send("POST", "/v1/hosts", "{\"hostId\":\"" + id + "\",\"role\":\"agent\",\"port\":0}", publishToken);
    Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(answer);
    if (!token.find()) {
      throw new IllegalStateException(answer);
    }
    return new Host(id, token.group(1));
  }

  private String putManifest(int blocks) throws Exception {
    byte[] digests = new byte[32 * blocks];
    synchronized (random) {
      random.nextBytes(digests);
    }
    long length = (long) blocks * BLOCK_SIZE;
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(("p2pd-content-v1\n" + length + "\n" + BLOCK_SIZE + "\n").getBytes(US_ASCII));
    String content = HexFormat.of().formatHex(sha.digest(digests));
    send("PUT", "/v1/contents/" + content, "{\"contentId\":\"" + content + "\",\"length\":" + length
        + ",\"blockSize\":" + BLOCK_SIZE + ",\"digestAlgorithm\":\"sha-256\",\"blockDigests\":\""
        + Base64.getEncoder().encodeToString(digests) + "\"}", publishToken);
    return content;
  }

  private String send(String method, String path, String body, String token) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(tracker + path))
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    for (int again = 0; answer.statusCode() == 503 && again < 50; again++) {
      answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    }
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private synchronized String hex(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Keeps {@code outstanding} announces under way, each a new one as soon as an answer comes; asks for 20 peers. */
  private static void udp(int port, int seconds, int outstanding) throws Exception {
    try (DatagramChannel channel = DatagramChannel.open().connect(new InetSocketAddress("127.0.0.1", port))) {
      channel.socket().setSoTimeout(1000);
      ByteBuffer connect = ByteBuffer.allocate(16).putLong(UDP_PROTOCOL).putInt(0).putInt(1);
      channel.write(connect.flip());
      ByteBuffer answer = ByteBuffer.allocate(2048);
      channel.read(answer);
      long connection = answer.getLong(8);
      for (int i = 0; i < outstanding; i++) {
        channel.write(udpAnnounce(connection, i));
      }
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      long answers = 0;
      while (System.nanoTime() < end) {
        channel.read(answer.clear());
        answers++;
        channel.write(udpAnnounce(connection, (int) (answers % 1000)));
      }
      System.out.println("UDP " + answers / seconds);
    }
  }

  private static ByteBuffer udpAnnounce(long connection, int peer) {
    return ByteBuffer.allocate(98)
        .putLong(connection).putInt(1).putInt(peer)
        .put(HexFormat.of().parseHex(THEIR_HASH))
        .put(("-XX0001-" + String.format("%012d", peer)).getBytes(US_ASCII))
        .putLong(0).putLong(peer % 5).putLong(0)
        .putInt(0).putInt(0).putInt(peer).putInt(20).putShort((short) (10_000 + peer))
        .flip();
  }
}
