package org.p2pd.transport.dial;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.wire.WireFields;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Makes the HTTP clients of a node. Redirects are never followed, connections and waiting requests are bounded.
 *
 * <p>{@link #hosts()} goes through the {@link DialPolicy}; {@link #tracker()} goes where the user's own settings say.
 */
public final class Dialer {
  /** How a node names itself in requests; what is passed on for a viewer keeps the viewer's. */
  public static final String USER_AGENT = "p2pd";

  private static final int CONNECTIONS_PER_HOST_MAX = 16;
  private static final int WAITING_MAX = 256;
  private static final Duration IDLE_MAX = Duration.ofSeconds(20);
  private static final int CONNECT_MILLIS_MAX = 3_000;

  /** What was received at once stays together on its way up; else it comes in parts of 8 KiB, 32 of them a block. */
  private static final int PART_BYTES_MAX = 256 << 10;

  private final DialPolicy policy;
  private final ConnectionProvider hostConnections;
  private final PolicyResolver resolver;
  private final HttpClient hosts;
  private final HttpClient tracker;

  /** Creates the clients of one node that is nowhere in particular. */
  public Dialer(DialPolicy policy) {
    this(policy, null);
  }

  /**
   * Creates the clients of one node.
   *
   * @param zone where it is, in the operator's words
   */
  public Dialer(DialPolicy policy, @Nullable String zone) {
    this.policy = policy;
    this.hostConnections = connections("p2pd-hosts");
    this.resolver = new PolicyResolver(policy);
    HttpClient bare = client(hostConnections).resolver(resolver);
    this.hosts =
        zone == null ? bare : bare.headers(headers -> headers.set(WireFields.ZONE, encoded(zone)));
    this.tracker = client(connections("p2pd-tracker")).doOnConnected(connection -> {
      if (connection.channel().remoteAddress() instanceof java.net.InetSocketAddress address) {
        policy.trackerReachedAt(address.getAddress());
      }
    });
  }

  private static String encoded(String zone) {
    return URLEncoder.encode(zone, StandardCharsets.UTF_8);
  }

  private static ConnectionProvider connections(String name) {
    return ConnectionProvider.builder(name)
        .maxConnections(CONNECTIONS_PER_HOST_MAX)
        .pendingAcquireMaxCount(WAITING_MAX)
        .maxIdleTime(IDLE_MAX)
        .build();
  }

  private static HttpClient client(ConnectionProvider connections) {
    return HttpClient.create(connections)
        .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT))
        .followRedirect(false)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
        .option(ChannelOption.TCP_NODELAY, true)
        .httpResponseDecoder(spec -> spec.maxHeaderSize(16 << 10)
            .maxInitialLineLength(4 << 10)
            .maxChunkSize(PART_BYTES_MAX));
  }

  /** The client for origins, caches, agents and mirrors. */
  public HttpClient hosts() {
    return hosts;
  }

  /**
   * Sees to it that a connection to the host of {@code url} lies ready for the next request of {@link #hosts()}; nothing is
   * sent. An error where the host may not be dialled, or is not there.
   *
   * @param address the address to dial, as in {@link HostRequest}; null = whichever the name leads to
   */
  public Mono<Void> open(String url, @Nullable String address) {
    return EarlyConnection.open(hosts, hostConnections, resolver, url, address);
  }

  /** The addresses of a name that may be dialled, as literals; empty where there are none. */
  public Mono<List<String>> addressesOf(String host) {
    return Mono.fromCallable(() -> Stream.of(InetAddress.getAllByName(host))
            .filter(policy::allows)
            .map(InetAddress::getHostAddress)
            .toList())
        .subscribeOn(Schedulers.boundedElastic());
  }

  /** How near the tracker was when it was reached last. */
  public Reach trackerReach() {
    return policy.trackerReach();
  }

  /** The client for the tracker. */
  public HttpClient tracker() {
    return tracker;
  }
}
