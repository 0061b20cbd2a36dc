package org.p2pd.transport.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WireTypes;
import reactor.core.publisher.Mono;

/**
 * Finds out what a name is bound to, and the manifest of that content.
 *
 * <p>Freshness (WIRE §3): a binding is used for 30 s without asking again; stale only while tracker <em>and</em> origin
 * are unreachable, for at most 24 h and never past {@code expires}. Of two bindings the higher version holds: an older
 * one that turns up later is not believed. Neither is one that is not its provider's ({@link PublisherTrust}). Manifests
 * never go stale.
 */
public final class ContentResolver {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration STALE_MAX = Duration.ofHours(24);
  private static final Duration ORIGIN_CALL_MAX = Duration.ofSeconds(3);
  private static final int NAMES_MAX = 10_000;
  private static final long MANIFEST_BYTES_MAX = 16 << 20;
  private static final int MANIFEST_OVERHEAD_BYTES = 256;

  private final TrackerClient tracker;
  private final JsonHttp origins;
  private final PublisherTrust trust;
  private final Clock clock;
  private volatile BindingListener confirmed = (name, publication, atMillis) -> {};
  private volatile Function<ContentName, Mono<ResolvedContent>> elsewhere = name -> Mono.empty();
  private volatile Supplier<Optional<String>> hostToken = Optional::empty;
  private volatile BiConsumer<ContentId, List<HostEntry>> named = (content, hosts) -> {};
  private final Cache<ContentName, Binding> bindings =
      Caffeine.newBuilder().maximumSize(NAMES_MAX).build();
  private final Cache<ContentId, Manifest> manifests = Caffeine.newBuilder()
      .maximumWeight(MANIFEST_BYTES_MAX)
      .weigher(
          (ContentId id, Manifest manifest) -> manifest.blockCount() * 32 + MANIFEST_OVERHEAD_BYTES)
      .build();

  /**
   * Creates a resolver that asks {@code tracker} first and, when it does not answer, the film's own origin.
   *
   * @param pins whose signatures are believed
   */
  public ContentResolver(TrackerClient tracker, Dialer dialer, KeyPins pins, Clock clock) {
    this.tracker = tracker;
    this.origins = new JsonHttp(dialer.hosts(), ORIGIN_CALL_MAX);
    this.trust = new PublisherTrust(pins, origins);
    this.clock = clock;
  }

  /** Whether {@code name} was resolved before, however long ago. */
  public boolean knows(ContentName name) {
    return bindings.getIfPresent(name) != null;
  }

  /** The content that {@code name} is bound to; empty where it is not published. */
  public Mono<ResolvedContent> resolve(ContentName name) {
    return binding(name)
        .flatMap(this::withManifest)
        .switchIfEmpty(Mono.defer(() -> elsewhere.apply(name)));
  }

  /** Has names that the tracker does not know resolved by {@code others}; by default nobody is asked. */
  public void elsewhere(Function<ContentName, Mono<ResolvedContent>> others) {
    elsewhere = others;
  }

  /** What {@code name} is bound to, where that is known and needs no asking; null else. Never waits. */
  public @Nullable ResolvedContent known(ContentName name) {
    Binding known = bindings.getIfPresent(name);
    if (known == null || known.ageMillis(clock) > FRESH.toMillis()) {
      return null;
    }
    Manifest manifest = manifests.getIfPresent(known.publication().contentId());
    return manifest == null
        ? null
        : new ResolvedContent(known.publication(), manifest, known.ageMillis(clock) / 1000);
  }

  /** The manifest of {@code contentId} from memory, the tracker or — for a known name — the origin. */
  public Mono<Manifest> manifest(ContentId contentId) {
    return Mono.justOrEmpty(manifests.getIfPresent(contentId))
        .switchIfEmpty(Mono.defer(() -> tracker.manifest(contentId)).doOnNext(this::remember));
  }

  /** Keeps a manifest that was read from disk, so that it need not be asked for. */
  public void remember(Manifest manifest) {
    manifests.put(manifest.contentId(), manifest);
  }

  /**
   * Has names that are new here resolved in the name of whoever {@code hostToken} belongs to, and {@code listener} told of
   * the hosts that come along, before it hears of the binding.
   *
   * @param hostToken of the registration that holds now; empty = in nobody's name
   */
  public void namesHosts(
      Supplier<Optional<String>> hostToken, BiConsumer<ContentId, List<HostEntry>> listener) {
    this.hostToken = hostToken;
    this.named = listener;
  }

  /** Has {@code listener} told, too, of every binding that the tracker or the origin confirmed. */
  public void onConfirmed(BindingListener listener) {
    BindingListener others = confirmed;
    confirmed = (name, publication, atMillis) -> {
      others.confirmed(name, publication, atMillis);
      listener.confirmed(name, publication, atMillis);
    };
  }

  /**
   * Knows a binding from before this process, as stale as it is by now. One that is known already stays, and one that is
   * not its provider's by the keys that are pinned now is left out: it is asked for again.
   */
  public void restore(ContentName name, Publication publication, long confirmedAtMillis) {
    if (trust.isTrusted(name, publication)) {
      bindings.asMap().putIfAbsent(name, new Binding(publication, confirmedAtMillis));
    }
  }

  /** Forgets a manifest, and every name bound to its content, as after a recall. */
  public void forget(ContentId contentId) {
    manifests.invalidate(contentId);
    bindings
        .asMap()
        .values()
        .removeIf(binding -> binding.publication().contentId().equals(contentId));
  }

  private Mono<Binding> binding(ContentName name) {
    Binding known = bindings.getIfPresent(name);
    return known != null && known.ageMillis(clock) <= FRESH.toMillis()
        ? Mono.just(known)
        : confirm(name);
  }

  private Mono<Binding> confirm(ContentName name) {
    return askTracker(name)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .onErrorResume(trackerGone -> askOrigin(name))
        .flatMap(answer -> trusted(name, answer))
        .flatMap(answer -> Mono.justOrEmpty(accept(name, answer)))
        .onErrorResume(nobodyAnswers -> stale(name, nobodyAnswers));
  }

  /** A name that is new here comes with all that is needed to begin; one that is known most likely has that here. */
  private Mono<Resolution> askTracker(ContentName name) {
    return knows(name)
        ? tracker.resolve(name).map(Resolution::of)
        : tracker.resolveWithAll(name, hostToken.get().orElse(null));
  }

  /** Resolution without a tracker: the origin itself answers for its names, and for nobody else's. */
  private Mono<Optional<Resolution>> askOrigin(ContentName name) {
    return origins
        .get(
            URI.create(name.url()),
            WireTypes.PUBLICATION,
            Publication.class,
            Publication.JSON_BYTES_MAX)
        .flatMap(publication -> trust.requireOf(name, publication))
        .map(Resolution::of)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty());
  }

  private Mono<Optional<Resolution>> trusted(ContentName name, Optional<Resolution> answer) {
    return answer.isEmpty()
        ? Mono.just(answer)
        : trust.requireTrusted(name, answer.get().publication()).thenReturn(answer);
  }

  private Optional<Binding> accept(ContentName name, Optional<Resolution> answer) {
    Binding known = bindings.getIfPresent(name);
    if (answer.isEmpty()) {
      bindings.invalidate(name);
      return Optional.empty();
    }
    Publication publication = answer.get().publication();
    if (known != null && known.publication().version() > publication.version()) {
      return Optional.of(known);
    }
    takeUp(publication.contentId(), answer.get());
    Binding binding = new Binding(publication, clock.millis());
    bindings.put(name, binding);
    confirmed.confirmed(name, publication, binding.confirmedAtMillis());
    return Optional.of(binding);
  }

  /** A manifest certifies itself; one of another content is left lying. */
  private void takeUp(ContentId content, Resolution answer) {
    Manifest manifest = answer.manifest();
    if (manifest != null && manifest.contentId().equals(content)) {
      remember(manifest);
    }
    if (answer.hosts() != null) {
      named.accept(content, answer.hosts());
    }
  }

  private Mono<Binding> stale(ContentName name, Throwable cause) {
    Binding known = bindings.getIfPresent(name);
    return known != null && isUsableWhenStale(known) ? Mono.just(known) : Mono.error(cause);
  }

  private boolean isUsableWhenStale(Binding known) {
    return known.ageMillis(clock) <= STALE_MAX.toMillis()
        && clock.millis() < known.publication().expires();
  }

  private Mono<ResolvedContent> withManifest(Binding binding) {
    Publication publication = binding.publication();
    return manifest(publication.contentId())
        .onErrorResume(trackerGone -> Mono.empty())
        .switchIfEmpty(Mono.defer(() -> manifestFromOrigin(publication)))
        .map(manifest ->
            new ResolvedContent(publication, manifest, binding.ageMillis(clock) / 1000));
  }

  private Mono<Manifest> manifestFromOrigin(Publication publication) {
    return origins
        .get(
            URI.create(publication.url().url()),
            WireTypes.MANIFEST,
            Manifest.class,
            Manifest.JSON_BYTES_MAX)
        .map(manifest -> manifest.requireId(publication.contentId()))
        .doOnNext(this::remember);
  }

  private record Binding(Publication publication, long confirmedAtMillis) {
    long ageMillis(Clock clock) {
      return Math.max(0, clock.millis() - confirmedAtMillis);
    }
  }
}
