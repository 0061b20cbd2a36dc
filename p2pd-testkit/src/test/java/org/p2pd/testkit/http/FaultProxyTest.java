package org.p2pd.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.testkit.bytes.TestBytes;

class FaultProxyTest {
  private static final byte[] FILM = TestBytes.random(300_000, 1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer host;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext("/", exchange -> {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(FILM.length));
      }
      exchange.sendResponseHeaders(200, head ? -1 : FILM.length);
      if (!head) {
        exchange.getResponseBody().write(FILM);
      }
      exchange.close();
    });
    host.start();
    proxy = FaultProxy.before("127.0.0.1", host.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    proxy.close();
    host.stop(0);
  }

  @Test
  void noFault_always_passesEverythingAndCounts() throws Exception {
    assertThat(get()).isEqualTo(FILM);
    assertThat(get()).isEqualTo(FILM);
    assertThat(proxy.connections()).isEqualTo(1);
    assertThat(proxy.bytesDownstream()).isGreaterThan(2L * FILM.length);
    assertThat(proxy.bytesUpstream()).isPositive();
  }

  @Test
  void corruptAt_always_changesThatByteOfEveryBody() throws Exception {
    proxy.set(Faults.none().withCorruptAt(200_000));
    byte[] expected = FILM.clone();
    expected[200_000] = (byte) ~FILM[200_000];
    assertThat(get()).isEqualTo(expected);
    assertThat(head()).isEqualTo(200);
    assertThat(get()).isEqualTo(expected);
    proxy.heal();
    assertThat(get()).isEqualTo(FILM);
  }

  @Test
  void cutAfter_inBody_endsInError() {
    proxy.set(Faults.none().withCutAfter(100_000));
    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    assertThat(proxy.bytesDownstream()).isBetween(100_000L, 200_000L);
  }

  @Test
  void stallAfter_untilHealed_holdsTheRestBack() throws Exception {
    proxy.set(Faults.none().withStallAfter(100_000));
    CompletableFuture<byte[]> body =
        client.sendAsync(request("GET"), BodyHandlers.ofByteArray()).thenApply(HttpResponse::body);
    await().until(() -> proxy.bytesDownstream() == 100_000);
    assertThatThrownBy(() -> body.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(proxy.bytesDownstream()).isEqualTo(100_000);
    proxy.heal();
    assertThat(body.get(10, TimeUnit.SECONDS)).isEqualTo(FILM);
  }

  @Test
  void refuse_always_failsNewConnectionsOnly() throws Exception {
    assertThat(get()).isEqualTo(FILM);
    proxy.set(Faults.none().withRefuse());
    assertThat(get()).as("over the open connection").isEqualTo(FILM);
    proxy.cutAll();
    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
  }

  @Test
  void delayAndLimit_always_takeAtLeastTheirTime() throws Exception {
    proxy.set(Faults.none().withDelay(Duration.ofMillis(60), Duration.ofMillis(40)));
    assertThat(millisOfGet()).as("handshake and request").isGreaterThanOrEqualTo(200);
    assertThat(millisOfGet()).as("over the open connection").isGreaterThanOrEqualTo(100);
    proxy.set(Faults.none().withBytesPerSecond(1_000_000));
    assertThat(millisOfGet()).isGreaterThanOrEqualTo(280);
  }

  @Test
  void lineOfAByteASecond_onceItIsQuicker_isQuickForAll() throws Exception {
    proxy.set(Faults.none().withBytesPerSecond(1));
    CompletableFuture<byte[]> body =
        client.sendAsync(request("GET"), BodyHandlers.ofByteArray()).thenApply(HttpResponse::body);
    await().until(() -> proxy.bytesUpstream() > 0);
    assertThatThrownBy(() -> body.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    proxy.set(Faults.none().withBytesPerSecond(10_000_000));

    assertThat(body.get(30, TimeUnit.SECONDS)).isEqualTo(FILM);
    assertThat(get()).isEqualTo(FILM);
  }

  @Test
  void absentHost_always_resetsTheClient() {
    int port = host.getAddress().getPort();
    host.stop(0);
    try (FaultProxy before = FaultProxy.before("127.0.0.1", port)) {
      assertThatThrownBy(() -> client.send(
              HttpRequest.newBuilder(URI.create(before.url())).build(), BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void close_whileStalled_endsOpenConnections() throws Exception {
    proxy.set(Faults.none().withStallAfter(50_000));
    InputStream body = client.send(request("GET"), BodyHandlers.ofInputStream()).body();
    CompletableFuture<byte[]> all = CompletableFuture.supplyAsync(() -> readAll(body));
    proxy.close();
    assertThatThrownBy(() -> all.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  private static byte[] readAll(InputStream body) {
    try (body) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long millisOfGet() throws Exception {
    long start = System.nanoTime();
    assertThat(get()).isEqualTo(FILM);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private byte[] get() throws IOException, InterruptedException {
    return client.send(request("GET"), BodyHandlers.ofByteArray()).body();
  }

  private int head() throws IOException, InterruptedException {
    return client.send(request("HEAD"), BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest request(String method) {
    return HttpRequest.newBuilder(URI.create(proxy.url() + "/film"))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }
}
