package org.p2pd.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.p2pd.transport.wire.WireFormat;

/** One way to a film: straight, or through an agent as proxy. Any HTTP client would do. */
final class Fetch {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(90);

  private final String way;
  private final HttpClient client;
  private final String base;

  private Fetch(String way, HttpClient client, String base) {
    this.way = way;
    this.client = client;
    this.base = base;
  }

  /** {@code base} + path of the film. */
  static Fetch straight(String way, String base) {
    return new Fetch(way, client(HttpClient.newBuilder()), base);
  }

  /** {@code base} + path of the film in the request line, sent to the port of an agent. */
  static Fetch proxied(String way, int port, String base) {
    ProxySelector proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
    return new Fetch(way, client(HttpClient.newBuilder().proxy(proxy)), base);
  }

  private static HttpClient client(HttpClient.Builder builder) {
    return builder
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  /** SHA-256 of the whole body. */
  String sha256(String path) {
    HttpResponse<InputStream> answer = open(path);
    try (InputStream body = answer.body()) {
      requireStatus(answer, 200);
      return sha256(body);
    } catch (IOException e) {
      throw new UncheckedIOException(way + " " + path, e);
    }
  }

  /** The answer while its body comes. */
  HttpResponse<InputStream> open(String path) {
    return send(request(path).build(), BodyHandlers.ofInputStream());
  }

  byte[] bytes(String path, long from, int count) {
    HttpRequest request = request(path)
        .header("Range", "bytes=" + from + "-" + (from + count - 1))
        .build();
    HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
    requireStatus(answer, 206);
    return answer.body();
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  <T> T json(String path, Class<T> form) {
    HttpResponse<String> answer = get(path);
    requireStatus(answer, 200);
    return WireFormat.json().readValue(answer.body(), form);
  }

  static String sha256(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_MAX);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(way + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void requireStatus(HttpResponse<?> answer, int expected) {
    if (answer.statusCode() != expected) {
      throw new AssertionError(way + " " + answer.uri() + ": " + answer.statusCode()
          + " (expected: " + expected + ") " + answer.body());
    }
  }

  @Override
  public String toString() {
    return way;
  }
}
