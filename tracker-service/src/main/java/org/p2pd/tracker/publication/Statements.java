package org.p2pd.tracker.publication;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Statement;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.protocol.tracker.catalogue.StatementReply.Refusal;
import org.p2pd.tracker.content.Manifests;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes many manifests and bindings in one call. One that is wrong is refused alone; where Redis does not answer the whole
 * call fails, and is to be repeated.
 */
@Component
class Statements {
  private static final int CONCURRENT_MAX = 32;

  private final Publications publications;
  private final Manifests manifests;
  private final Clock clock;

  Statements(Publications publications, Manifests manifests, Clock clock) {
    this.publications = publications;
    this.manifests = manifests;
    this.clock = clock;
  }

  /** Manifests first, so that a publication finds its content. */
  Mono<StatementReply> take(Statement said) {
    checkCount("manifests", said.manifests());
    checkCount("publications", said.publications());
    Flux<Refusal> manifestsRefused =
        Flux.fromIterable(said.manifests()).flatMap(this::put, CONCURRENT_MAX);
    Flux<Refusal> publicationsRefused =
        Flux.fromIterable(said.publications()).flatMap(this::bind, CONCURRENT_MAX);
    return Flux.concat(manifestsRefused, publicationsRefused)
        .collectList()
        .map(StatementReply::new);
  }

  private static void checkCount(String what, List<?> entries) {
    if (entries.size() > Statement.ENTRIES_MAX) {
      throw new MalformedValueException(
          what, entries.size() + " entries", "at most " + Statement.ENTRIES_MAX);
    }
  }

  private Mono<Refusal> put(Manifest manifest) {
    return refusal(null, manifest.contentId(), () -> manifests.put(manifest));
  }

  private Mono<Refusal> bind(Publication stated) {
    Bodies.required("publications[].url", stated.url());
    Bodies.required("publications[].contentId", stated.contentId());
    return refusal(
        stated.url(),
        stated.contentId(),
        () -> publications.bind(PublicationRules.checked(stated, clock.millis())));
  }

  private static Mono<Refusal> refusal(
      @Nullable ContentName url, ContentId content, Callable<Mono<Void>> call) {
    return Mono.fromCallable(call)
        .flatMap(taken -> taken)
        .then(Mono.<Refusal>empty())
        .onErrorResume(
            ProblemException.class,
            e -> Mono.just(
                new Refusal(url, content, e.status().value(), String.valueOf(e.getMessage()))))
        .onErrorResume(
            MalformedValueException.class,
            e -> Mono.just(new Refusal(
                url, content, HttpStatus.BAD_REQUEST.value(), String.valueOf(e.getMessage()))));
  }
}
