package org.p2pd.transport.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.wire.WirePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Judges whether a publication is its provider's.
 *
 * <p>The key that an authority's first signed publication was signed with is pinned. From then on publications of that
 * authority that are not signed, or signed with another key, are refused — unless the origin's discovery document names
 * the other key and a pinned one vouches for it: then the provider has changed keys, and those that it names now are
 * pinned. The origin is asked at most once a minute per authority.
 */
final class PublisherTrust {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherTrust.class);

  private static final Duration ASK_EVERY = Duration.ofMinutes(1);

  private final KeyPins pins;
  private final JsonHttp origins;
  private final Cache<String, Boolean> askedLately = Caffeine.newBuilder()
      .maximumSize(KeyPins.AUTHORITIES_MAX)
      .expireAfterWrite(ASK_EVERY)
      .build();

  PublisherTrust(KeyPins pins, JsonHttp origins) {
    this.pins = pins;
    this.origins = origins;
  }

  /**
   * The publication, where it is the very name's; {@link UntrustedPublicationException} where not. What an origin says of
   * another authority counts for nothing, or any provider could speak for any other.
   */
  Mono<Publication> requireOf(ContentName name, Publication publication) {
    return publication.url().equals(name) ? Mono.just(publication) : ofAnother(name, publication);
  }

  /**
   * Whether the publication is to be believed by what is known here, with nobody asked: signed with a key that is pinned, or
   * of an authority without one.
   */
  boolean isTrusted(ContentName name, Publication publication) {
    List<String> pinned = pins.of(name.authority());
    return isOfPath(name, publication)
        && (publication.signature() == null || publication.hasValidSignature())
        && (pinned.isEmpty() || isSignedByOneOf(pinned, publication));
  }

  private static boolean isOfPath(ContentName name, Publication publication) {
    return publication.url().path().equals(name.path());
  }

  private static boolean isSignedByOneOf(List<String> keys, Publication publication) {
    return publication.signature() != null && keys.contains(publication.publisher());
  }

  /** The publication, where it is to be believed; {@link UntrustedPublicationException} where not. */
  Mono<Publication> requireTrusted(ContentName name, Publication publication) {
    if (!isOfPath(name, publication)) {
      return ofAnother(name, publication);
    }
    if (publication.signature() != null && !publication.hasValidSignature()) {
      return refused(name, "has a wrong signature");
    }
    List<String> pinned = pins.of(name.authority());
    String key = publication.publisher();
    if (key == null || publication.signature() == null) {
      return pinned.isEmpty()
          ? Mono.just(publication)
          : refused(name, "is not signed (expected: by " + pinned + ")");
    }
    if (pinned.isEmpty()) {
      return pin(name.authority(), List.of(key)).thenReturn(publication);
    }
    return pinned.contains(key)
        ? Mono.just(publication)
        : afterRotation(name.authority(), key)
            .filter(trusted -> trusted)
            .map(trusted -> publication)
            .switchIfEmpty(refused(name, foreign(key, pinned)));
  }

  private static Mono<Publication> ofAnother(ContentName name, Publication publication) {
    return refused(name, "is one of " + publication.url());
  }

  private static String foreign(String key, List<String> pinned) {
    return "is signed by the key " + key + ", which is not its provider's (expected: "
        + String.join(" or ", pinned)
        + "). If the provider changed keys without a key that is known here vouching for it, remove"
        + " the authority's line from the file publisher-keys and start again";
  }

  /** Whether the provider itself has changed to {@code key}. */
  private Mono<Boolean> afterRotation(String authority, String key) {
    if (askedLately.getIfPresent(authority) != null) {
      return Mono.just(false);
    }
    askedLately.put(authority, true);
    return origins
        .get(
            URI.create("http://" + authority + WirePaths.DISCOVERY),
            Discovery.class,
            Discovery.JSON_BYTES_MAX)
        .filter(said -> said.publisherKeys().contains(key) && isVouchedFor(authority, said))
        .flatMap(said -> pin(authority, said.publisherKeys()).thenReturn(true))
        .onErrorResume(error -> {
          LOG.debug("{} does not tell its keys", authority, error);
          return Mono.just(false);
        })
        .defaultIfEmpty(false);
  }

  private boolean isVouchedFor(String authority, Discovery said) {
    return pins.of(authority).stream().anyMatch(pinned -> said.isVouchedForBy(pinned, authority));
  }

  private Mono<Void> pin(String authority, List<String> keys) {
    LOG.info("From now on films of {} must be signed by {}", authority, String.join(" or ", keys));
    askedLately.invalidate(authority);
    return Mono.<Void>fromRunnable(() -> pins.pin(authority, keys))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static <T> Mono<T> refused(ContentName name, String why) {
    return Mono.error(() -> {
      String sentence = "the publication of " + name + " " + why;
      LOG.warn("Refused: {}", sentence);
      return new UntrustedPublicationException(sentence);
    });
  }
}
