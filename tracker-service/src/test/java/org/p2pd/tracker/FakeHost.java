package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.host.IdentityProof;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.transport.wire.WireFormat;

/** A node that answers the tracker's call-back. */
final class FakeHost implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile @Nullable Registered registered;
  private volatile boolean lies;

  FakeHost() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/.p2pd/identity", this::answer);
    server.start();
  }

  static FakeHost liar() {
    FakeHost host = new FakeHost();
    host.lies = true;
    return host;
  }

  Registered register(TrackerUnderTest tracker) {
    return register(tracker, HostRole.AGENT);
  }

  Registered register(TrackerUnderTest tracker, HostRole role) {
    Registered answer = tracker.register(role, server.getAddress().getPort(), null);
    registered = answer;
    return answer;
  }

  int calls() {
    return calls.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    String nonce = exchange.getRequestURI().getQuery().substring("nonce=".length());
    Registered self = registered;
    byte[] body = self == null
        ? new byte[0]
        : WireFormat.json()
            .writeValueAsString(
                IdentityProof.of(self.hostId(), lies ? "another token" : self.token(), nonce))
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(self == null ? 404 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
