package org.p2pd.transport.tracker.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.protocol.tracker.catalogue.Statement;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.http.HttpStatusException;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.http.MalformedAnswerException;
import org.p2pd.transport.tracker.TrackerSession;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The calls of WIRE §2, to whichever replica answers.
 *
 * <p>A replica that does not answer, or answers 5xx, is left for the next one; the call fails when all were tried once.
 * Keeps no membership: that is {@link TrackerSession}.
 */
public final class TrackerClient {
  private static final Duration CALL_MAX = Duration.ofSeconds(5);
  private static final int REPLY_BYTES_MAX = 1 << 20;
  private static final int HOSTS_MAX = 20;

  private final JsonHttp http;
  private final List<URI> replicas;
  private final AtomicInteger current = new AtomicInteger();

  /**
   * Creates a client.
   *
   * @param replicas base URLs of the tracker's replicas, at least one
   */
  public TrackerClient(Dialer dialer, List<URI> replicas) {
    this(dialer.tracker(), replicas);
  }

  /**
   * Creates a client for a tracker that somebody else named.
   *
   * @param way how it is dialled, such as {@link Dialer#hosts}
   * @param replicas base URLs of the tracker's replicas, at least one
   */
  public TrackerClient(HttpClient way, List<URI> replicas) {
    if (replicas.isEmpty()) {
      throw new IllegalArgumentException(
          "no tracker URL (expected: P2PD_TRACKER_URL, such as http://localhost:7070)");
    }
    this.http = new JsonHttp(way, CALL_MAX);
    this.replicas = List.copyOf(replicas);
  }

  /** The replica that is asked first, for messages to people. */
  public URI replica() {
    return replicas.get(Math.floorMod(current.get(), replicas.size()));
  }

  /** Registers a host; {@code operatorToken} where the node is run by the provider. */
  public Mono<Registered> register(Registration registration, @Nullable String operatorToken) {
    return exchange("/v1/hosts", registration, operatorToken, Registered.class);
  }

  /** Reports and asks. */
  public Mono<AnnounceReply> announce(Announce announce, String hostToken) {
    return exchange("/v1/announce", announce, hostToken, AnnounceReply.class);
  }

  /** Leaves at once. */
  public Mono<Void> leave(HostId hostId, String hostToken) {
    return call(base -> http.send(
            HttpMethod.DELETE,
            base.resolve("/v1/hosts/" + hostId),
            null,
            hostToken,
            Object.class,
            REPLY_BYTES_MAX))
        .then();
  }

  /** Gives the tracker a manifest; any registered host may. */
  public Mono<Void> putManifest(Manifest manifest, String token) {
    return put("/v1/contents/" + manifest.contentId(), manifest, token);
  }

  /** Binds a name to a content. */
  public Mono<Void> bind(Publication publication, String operatorToken) {
    return put("/v1/publications", publication, operatorToken);
  }

  /** Gives the tracker many manifests and bindings in one call; 404 or 405 from trackers that know no such call. */
  public Mono<StatementReply> state(Statement statement, String token) {
    return exchange("/v1/publications", statement, token, StatementReply.class);
  }

  /** Ends the binding of {@code name} to {@code contentId}, if it is still the one that holds. */
  public Mono<Void> withdraw(ContentName name, ContentId contentId, String operatorToken) {
    String path = "/v1/publications?url=" + encoded(name.url()) + "&contentId=" + contentId;
    return call(base -> http.send(
            HttpMethod.DELETE,
            base.resolve(path),
            null,
            operatorToken,
            Object.class,
            REPLY_BYTES_MAX))
        .then();
  }

  /** The binding of {@code name}; empty where the tracker knows none. */
  public Mono<Publication> resolve(ContentName name) {
    return get(
        "/v1/publications?url=" + encoded(name.url()),
        Publication.class,
        Publication.JSON_BYTES_MAX);
  }

  /**
   * As {@link #resolve}, together with the content's manifest and hosts, as far as the tracker says them: a tracker need
   * not. Asked in a registered host's name, so that viewers' agents can be among the hosts.
   *
   * @param hostToken null = in nobody's name: the provider's own hosts only
   */
  public Mono<Resolution> resolveWithAll(ContentName name, @Nullable String hostToken) {
    return call(base -> http.send(
            HttpMethod.GET,
            base.resolve("/v1/publications?with=" + Resolution.MANIFEST + "," + Resolution.HOSTS
                + "&url=" + encoded(name.url())),
            null,
            hostToken,
            Resolution.class,
            Publication.JSON_BYTES_MAX + Manifest.JSON_BYTES_MAX + REPLY_BYTES_MAX))
        .onErrorResume(HttpStatusException.class, refused -> switch (refused.status()) {
          case 404 -> Mono.empty();
          case 401 -> hostToken == null ? Mono.error(refused) : resolveWithAll(name, null);
          default -> Mono.error(refused);
        });
  }

  /** The manifest named {@code contentId}, checked; empty where the tracker does not know it. */
  public Mono<Manifest> manifest(ContentId contentId) {
    return get("/v1/contents/" + contentId, Manifest.class, Manifest.JSON_BYTES_MAX)
        .map(manifest -> manifest.requireId(contentId));
  }

  /**
   * Hosts that hold some of {@code want}, asked in nobody's name: the provider's own only, best first; none where the
   * tracker does not know the content.
   */
  public Mono<List<HostEntry>> hosts(ContentId contentId, BlockSet want) {
    return get(
            "/v1/contents/" + contentId + "/hosts?limit=" + HOSTS_MAX + "&blocks="
                + encoded(want.toString()),
            HostQueryReply.class,
            REPLY_BYTES_MAX)
        .map(HostQueryReply::hosts)
        .defaultIfEmpty(List.of());
  }

  /** One page of the catalogue; {@code query} words of paths, {@code cursor} from the page before. */
  public Mono<Catalogue> catalogue(
      @Nullable String authority, @Nullable String query, @Nullable String cursor, int limit) {
    String path = "/v1/publications?limit=" + limit
        + parameter("authority", authority)
        + parameter("q", query)
        + parameter("cursor", cursor);
    return get(path, Catalogue.class, REPLY_BYTES_MAX);
  }

  /** The authorities that may be asked about. */
  public Mono<Authorities> authorities() {
    return get("/v1/authorities", Authorities.class, REPLY_BYTES_MAX);
  }

  /** The network in numbers. */
  public Mono<TrackerStats> stats() {
    return get("/v1/stats", TrackerStats.class, REPLY_BYTES_MAX);
  }

  /** Contents recalled after {@code sinceMillis}, of the last day at most. */
  public Mono<Recalls> recalls(long sinceMillis) {
    return get("/v1/recalls?since=" + sinceMillis, Recalls.class, REPLY_BYTES_MAX);
  }

  /** Hints that a host sent wrong bytes. */
  public Mono<Void> complain(Complaint complaint, String hostToken) {
    return post("/v1/complaints", complaint, hostToken, Object.class).then();
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? "" : "&" + name + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private <T> Mono<T> get(String path, Class<T> type, int bytesMax) {
    return call(base -> http.get(base.resolve(path), type, bytesMax));
  }

  /** Posts what is not answered without a document; an answer without one is an error. */
  private <T> Mono<T> exchange(String path, Object body, @Nullable String token, Class<T> type) {
    return post(path, body, token, type)
        .switchIfEmpty(Mono.error(() -> new MalformedAnswerException(path, "it is empty")));
  }

  private <T> Mono<T> post(String path, Object body, @Nullable String token, Class<T> type) {
    return call(
        base -> http.send(HttpMethod.POST, base.resolve(path), body, token, type, REPLY_BYTES_MAX));
  }

  private Mono<Void> put(String path, Object body, String token) {
    return call(base -> http.send(
            HttpMethod.PUT, base.resolve(path), body, token, Object.class, REPLY_BYTES_MAX))
        .then();
  }

  private <T> Mono<T> call(Function<URI, Mono<T>> call) {
    return attempt(call, replicas.size());
  }

  private <T> Mono<T> attempt(Function<URI, Mono<T>> call, int triesLeft) {
    return Mono.defer(() -> {
      int replica = current.get();
      return call.apply(replicas.get(Math.floorMod(replica, replicas.size())))
          .onErrorResume(error -> {
            if (triesLeft <= 1 || !isReplicasFault(error)) {
              return Mono.error(error);
            }
            current.compareAndSet(replica, replica + 1);
            return attempt(call, triesLeft - 1);
          });
    });
  }

  private static boolean isReplicasFault(Throwable error) {
    return !(error instanceof HttpStatusException answer)
        || answer.status() >= 500
        || answer.status() < 400;
  }
}
