package org.p2pd.cache.film;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.ResolvedContent;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** Resolves a name once for all who ask at the same time, within bounds of time, with errors as HTTP knows them. */
final class Resolutions {
  /** Long enough for a tracker and an origin that both do not answer: then a binding known from before still serves. */
  private static final Duration RESOLVE_MAX = Duration.ofSeconds(7);

  private final ContentResolver resolver;
  private final Map<ContentName, Mono<ResolvedContent>> underWay = new ConcurrentHashMap<>();

  Resolutions(ContentResolver resolver) {
    this.resolver = resolver;
  }

  /** Whether {@code name} was resolved before, however long ago. */
  boolean knows(ContentName name) {
    return resolver.knows(name);
  }

  /** What {@code name} is bound to; empty where it is not published. */
  Mono<ResolvedContent> resolve(ContentName name) {
    return Mono.defer(() -> underWay.computeIfAbsent(name, this::begin));
  }

  private Mono<ResolvedContent> begin(ContentName name) {
    return resolver
        .resolve(name)
        .timeout(RESOLVE_MAX)
        .doFinally(end -> underWay.remove(name))
        .onErrorMap(Resolutions::asProblem)
        .cache();
  }

  /** Whether this node is asking for {@code name} right now; its own question may have come back to it. */
  boolean isUnderWay(ContentName name) {
    return underWay.containsKey(name);
  }

  static Throwable asProblem(Throwable error) {
    if (error instanceof ProblemException || error instanceof MalformedValueException) {
      return error;
    }
    return error instanceof TimeoutException
        ? new ProblemException(
            HttpStatus.GATEWAY_TIMEOUT, "neither the tracker nor the origin answers in time")
        : new ProblemException(
            HttpStatus.BAD_GATEWAY,
            "neither the tracker nor the origin answers: " + error.getMessage());
  }
}
