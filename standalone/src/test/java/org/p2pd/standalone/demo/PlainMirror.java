package org.p2pd.standalone.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server that knows nothing of p2pd: files of a directory, with ranges. Can be told to spoil a byte. */
final class PlainMirror implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

  final AtomicLong bytesSent = new AtomicLong();
  final AtomicLong strayRequests = new AtomicLong();

  private final Path directory;
  private final boolean spoils;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  PlainMirror(Path directory, boolean spoils) throws IOException {
    this.directory = directory;
    this.spoils = spoils;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
      Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
      if (exchange.getRequestURI().getPath().startsWith("/.") || !range.matches()) {
        strayRequests.incrementAndGet();
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      send(exchange, file, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
    }
  }

  private void send(HttpExchange exchange, Path file, long first, long last) throws IOException {
    byte[] bytes = new byte[(int) (last - first + 1)];
    long length;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      length = in.length();
      in.seek(first);
      in.readFully(bytes);
    }
    if (spoils) {
      bytes[bytes.length / 2]++;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + first + "-" + last + "/" + length);
    exchange.sendResponseHeaders(206, bytes.length);
    exchange.getResponseBody().write(bytes);
    bytesSent.addAndGet(bytes.length);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
