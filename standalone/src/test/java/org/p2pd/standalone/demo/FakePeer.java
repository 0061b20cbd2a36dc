package org.p2pd.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.host.IdentityProof;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.transport.wire.WireFormat;

/** A peer that registers, proves itself and announces as a real one does, and then sends what its manners say. */
final class FakePeer implements AutoCloseable {
  /** How a peer answers a request for bytes. */
  enum Manners {
    /** Right length, wrong bytes. */
    LIES,
    /** Half of what was promised, and then silence. */
    STALLS,
    /** Half of what was promised, and then the end of the connection. */
    DIES
  }

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final String tracker;
  private final Film film;
  private final Manners manners;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger asked = new AtomicInteger();
  private final HostId id;
  private volatile @Nullable Registered registered;

  FakePeer(String tracker, Film film, Manners manners) {
    this.tracker = tracker;
    this.film = film;
    this.manners = manners;
    this.id = HostId.random(new SplittableRandom(film.name().hashCode()));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/.p2pd/identity", this::identity);
    server.createContext("/.p2pd/content/", this::content);
    server.createContext("/.well-known/ni/", this::refuse);
    server.start();
  }

  /** How often it was asked for bytes. */
  int asked() {
    return asked.get();
  }

  void register() {
    Registration registration = new Registration(
        id, HostRole.AGENT, server.getAddress().getPort(), null, null, null, null, false);
    registered = post("/v1/hosts", registration, null, Registered.class);
  }

  /** Says that it holds all of the content; returns whether the tracker hands it out. */
  boolean announce(ContentId contentId) {
    return announce(
            AnnouncedContent.report(contentId, BlockSet.everything(), BlockSet.empty(), true))
        .reachable();
  }

  /** Who else holds the content, as the tracker tells any peer. */
  List<HostEntry> holders(ContentId contentId) {
    return announce(AnnouncedContent.question(contentId, BlockSet.everything(), 50))
        .contents()
        .get(0)
        .hosts();
  }

  private AnnounceReply announce(AnnouncedContent content) {
    Registered self = self();
    Announce announce = Announce.idle(self.hostId(), List.of(content));
    return post("/v1/announce", announce, self.token(), AnnounceReply.class);
  }

  private Registered self() {
    Registered self = registered;
    if (self == null) {
      throw new IllegalStateException("not registered");
    }
    return self;
  }

  private <T> T post(String path, Object body, @Nullable String token, Class<T> form) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tracker + path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(WireFormat.json().writeValueAsString(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return WireFormat.json().readValue(answer.body(), form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void identity(HttpExchange exchange) throws IOException {
    String nonce = exchange.getRequestURI().getQuery().substring("nonce=".length());
    Registered self = self();
    byte[] body = WireFormat.json()
        .writeValueAsString(IdentityProof.of(self.hostId(), self.token(), nonce))
        .getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void refuse(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    exchange.sendResponseHeaders(404, -1);
    exchange.close();
  }

  private void content(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    if (!range.matches()) {
      exchange.sendResponseHeaders(400, -1);
      exchange.close();
      return;
    }
    long first = Long.parseLong(range.group(1));
    int count = (int) (Long.parseLong(range.group(2)) - first + 1);
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + first + "-" + (first + count - 1) + "/" + film.length());
    exchange.sendResponseHeaders(206, count);
    send(exchange, film.bytes(first, count));
  }

  private void send(HttpExchange exchange, byte[] right) throws IOException {
    OutputStream out = exchange.getResponseBody();
    int half = right.length / 2;
    if (manners == Manners.LIES) {
      right[half] ^= 1;
      out.write(right);
    } else {
      out.write(right, 0, half);
      out.flush();
    }
    if (manners == Manners.STALLS) {
      awaitClose();
    }
    exchange.close();
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
