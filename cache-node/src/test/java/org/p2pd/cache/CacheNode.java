package org.p2pd.cache;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** A real cache on free loopback ports, and a client that asks it. */
final class CacheNode implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  CacheNode(Path directory, String trackerUrl, String... settings) {
    Map<String, String> byKey = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--p2pd.cache.directory=" + directory,
                "--p2pd.cache.size=32MB",
                "--p2pd.tracker.url=" + trackerUrl),
            Stream.of(settings))
        .forEach(setting -> byKey.put(setting.substring(0, setting.indexOf('=')), setting));
    context = CacheApplication.start(byKey.values().toArray(String[]::new));
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  String setting(String name) {
    return context.getEnvironment().getRequiredProperty(name);
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(Duration.ofSeconds(30))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** A call to the management port; {@code token} null = none. */
  HttpResponse<String> manage(
      String method, String path, @Nullable String json, @Nullable String token) throws Exception {
    String port = context.getEnvironment().getRequiredProperty("local.management.port");
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .method(
            method,
            json == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(json));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  String health() throws Exception {
    String port = context.getEnvironment().getRequiredProperty("local.management.port");
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
