package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.CatalogueListener;
import org.p2pd.origin.catalogue.PublishedFile;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole origin on free loopback ports, over real files. */
final class TestOrigin implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private TestOrigin(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts an origin; more settings as {@code name=value}. */
  static TestOrigin start(Path media, Path state, String... settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("server.port", "0");
    all.put("server.address", "127.0.0.1");
    all.put("management.server.port", "0");
    all.put("p2pd.publish.directory", media.toString());
    all.put("p2pd.publish.state-directory", state.toString());
    all.put("p2pd.publish.rescan", "60ms");
    all.put("p2pd.publish.settle", "60ms");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      all.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return new TestOrigin(OriginApplication.start(all.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new)));
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  String setting(String name) {
    return context.getEnvironment().getRequiredProperty(name);
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", url(path), headers);
  }

  HttpResponse<byte[]> head(String path, String... headers) {
    return send("HEAD", url(path), headers);
  }

  /** The management port's answer. */
  String health(String path) {
    return new String(send("GET", management("/health" + path)).body(), ISO_8859_1);
  }

  /** The URL of an Actuator endpoint. */
  String management(String path) {
    int port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    return "http://127.0.0.1:" + port + "/actuator" + path;
  }

  /** A POST of JSON. */
  HttpResponse<byte[]> post(String url, String json, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
    return send(request, headers);
  }

  HttpResponse<byte[]> send(String method, String url, String... headers) {
    return send(
        HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody()),
        headers);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
    try {
      return client.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> awaitStatus(String path, int status) {
    return await().until(() -> get(path), response -> response.statusCode() == status);
  }

  /** Waits until {@code path} is served with these bytes. */
  HttpResponse<byte[]> awaitBytes(String path, byte[] bytes) {
    return await()
        .until(
            () -> get(path),
            response ->
                response.statusCode() == 200 && java.util.Arrays.equals(response.body(), bytes));
  }

  /** A connection over which {@code lines} were sent as they are, with an empty line after them. */
  Socket open(String... lines) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  /** The answer to {@code lines}, until the origin closes. */
  String raw(String... lines) throws IOException {
    try (Socket socket = open(lines)) {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** Files that this process has read for their digests. */
  int filesRead() {
    return (int) context
        .getBean(MeterRegistry.class)
        .get("p2pd.publish.files.read")
        .counter()
        .count();
  }

  /** The paths that are withdrawn from now on, as they are. */
  List<String> withdrawals() {
    return withdrawals(PublishedFile::path);
  }

  /** What {@code look} sees at each withdrawal from now on, as it happens, on the thread where it does. */
  List<String> withdrawals(Function<PublishedFile, String> look) {
    List<String> seen = new CopyOnWriteArrayList<>();
    context.getBean(Catalogue.class).addListener(new CatalogueListener() {
      @Override
      public void published(PublishedFile file) {}

      @Override
      public void withdrawn(PublishedFile file) {
        seen.add(look.apply(file));
      }
    });
    return seen;
  }

  /** Bytes of films that left from memory, to whomever. */
  double bytesSentFromMemory() {
    return context
        .getBean(MeterRegistry.class)
        .find("p2pd.served.bytes")
        .tag("way", "memory")
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  static String header(HttpResponse<?> response, String name) {
    return String.join(" | ", response.headers().allValues(name));
  }

  @Override
  public void close() {
    context.close();
  }
}
