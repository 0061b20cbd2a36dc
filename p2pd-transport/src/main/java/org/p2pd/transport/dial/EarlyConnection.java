package org.p2pd.transport.dial;

import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.AddressUtils;

/**
 * A connection that is opened before it is known what to ask for: nothing is sent, it lies ready in the pool, where the
 * next request to the same address finds it. Where one lies there already, nothing happens.
 */
final class EarlyConnection implements ConnectionObserver {
  private static final int HTTP_PORT = 80;

  private @Nullable Connection pooled;

  private EarlyConnection() {}

  /** Opens one to the host of {@code url}; see {@link Dialer#open}. */
  static Mono<Void> open(
      HttpClient http,
      ConnectionProvider pool,
      AddressResolverGroup<?> resolver,
      String url,
      @Nullable String address) {
    return Mono.defer(() -> {
      EarlyConnection connection = new EarlyConnection();
      InetSocketAddress host = hostOf(URI.create(url), address);
      return pool.acquire(http.configuration(), connection, () -> host, resolver)
          .doOnNext(connection::giveBack)
          .then();
    });
  }

  /** Written as requests write it ({@link HostRequest}), for that is what the pool goes by. */
  private static InetSocketAddress hostOf(URI url, @Nullable String address) {
    int port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
    return address == null
        ? AddressUtils.createUnresolved(url.getHost(), port)
        : InetSocketAddress.createUnresolved(address, port);
  }

  @Override
  public void onStateChange(Connection connection, State state) {
    if (connection instanceof ConnectionObserver) {
      pooled = connection;
    }
  }

  /** A pooled connection goes back when it hears that whoever had it is done. */
  private void giveBack(Connection acquired) {
    if (pooled instanceof ConnectionObserver pool) {
      pool.onStateChange(pooled, State.DISCONNECTING);
    } else {
      acquired.dispose();
    }
  }
}
