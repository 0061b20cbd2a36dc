package org.p2pd.tracker.publication;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.protocol.tracker.catalogue.StatementReply.Refusal;
import org.p2pd.tracker.content.Manifests;
import org.p2pd.tracker.publication.StatementForm.Entry;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes many manifests and bindings in one call. One that is wrong, or cannot even be read, is refused alone; where Redis does
 * not answer the whole call fails, and is to be repeated.
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
  Mono<StatementReply> take(StatementForm said) {
    Flux<Refusal> manifestsRefused =
        Flux.fromIterable(said.manifestEntries()).flatMap(this::put, CONCURRENT_MAX);
    Flux<Refusal> publicationsRefused =
        Flux.fromIterable(said.publicationEntries()).flatMap(this::bind, CONCURRENT_MAX);
    return Flux.concat(manifestsRefused, publicationsRefused)
        .collectList()
        .map(StatementReply::new);
  }

  private Mono<Refusal> put(Entry entry) {
    return refusal(entry, () -> manifests.put(Bodies.parse(entry.said(), Manifest.class)));
  }

  private Mono<Refusal> bind(Entry entry) {
    return refusal(
        entry,
        () -> publications.bind(PublicationRules.checked(
            Bodies.parse(entry.said(), Publication.class), clock.millis())));
  }

  private static Mono<Refusal> refusal(Entry entry, Callable<Mono<Void>> call) {
    return Mono.fromCallable(call)
        .flatMap(taken -> taken)
        .then(Mono.<Refusal>empty())
        .onErrorResume(
            ProblemException.class, e -> Mono.just(refusal(entry, e.status().value(), e)))
        .onErrorResume(
            MalformedValueException.class,
            e -> Mono.just(refusal(entry, HttpStatus.BAD_REQUEST.value(), e)));
  }

  private static Refusal refusal(Entry entry, int status, Exception why) {
    return new Refusal(entry.url(), entry.contentId(), status, String.valueOf(why.getMessage()));
  }
}
