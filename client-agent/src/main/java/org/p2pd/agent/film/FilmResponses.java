package org.p2pd.agent.film;

import java.time.Instant;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.describe.PublicationHeaders;
import org.p2pd.transport.fetch.NoSourceException;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.serve.ContentResponse;
import org.p2pd.transport.serve.FirstByte;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.Selection;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.serve.TrafficObserver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Answers requests for films by name: ranges and conditions as at the origin, bytes from the best hosts. With {@code
 * ?download} they are fetched in whatever order is quickest for the swarm, rarest first, not beginning first.
 */
@Component
public final class FilmResponses {
  private final AgentNode node;
  private final PublishedAuthorities authorities;
  private final ServingObserver delivery;

  FilmResponses(AgentNode node, PublishedAuthorities authorities, FirstByte firstByte) {
    this.node = node;
    this.authorities = authorities;
    this.delivery = firstByte.timing(TrafficObserver.ofOwnViewer(node.traffic()));
  }

  /** Answers with the film; completes empty, having written nothing, where {@code name} is not published. */
  public Mono<Boolean> write(ServerWebExchange exchange, ContentName name) {
    return answered(exchange, find(name, Mono.empty()));
  }

  /**
   * As {@link #write}, also for films of an authority that the tracker does not know, where it names trackers itself. Only
   * for who may have the agent ask any authority: the user's own programs.
   */
  public Mono<Boolean> writeFromAnywhere(ServerWebExchange exchange, ContentName name) {
    return answered(exchange, findAnywhere(name));
  }

  /**
   * The film that {@link #writeFromAnywhere} answers with, under the same condition; empty where {@code name} is not
   * published, a 502 where neither the tracker nor the film's own origin can be asked.
   */
  public Mono<ResolvedContent> findAnywhere(ContentName name) {
    return find(name, node.resolveElsewhere(name));
  }

  private Mono<ResolvedContent> find(ContentName name, Mono<ResolvedContent> elsewhere) {
    return authorities
        .contains(name.authority())
        .flatMap(published -> published ? node.resolve(name) : elsewhere)
        .onErrorMap(FilmResponses::isNobodyThere, error -> unavailable(name, error));
  }

  private Mono<Boolean> answered(ServerWebExchange exchange, Mono<ResolvedContent> film) {
    return film.flatMap(found -> respond(exchange, found).thenReturn(true));
  }

  private static boolean isNobodyThere(Throwable error) {
    return !(error instanceof ProblemException);
  }

  private static ProblemException unavailable(ContentName name, Throwable error) {
    return new ProblemException(
        HttpStatus.BAD_GATEWAY,
        "neither the tracker nor " + name.authority() + " can be asked about this film: "
            + Reason.of(error));
  }

  private Mono<Void> respond(ServerWebExchange exchange, ResolvedContent film) {
    ServerHttpRequest request = exchange.getRequest();
    Publication publication = film.publication();
    Representation whole = Representation.of(
        publication.contentId(),
        Instant.ofEpochMilli(publication.lastModified()),
        publication.length());
    Selection selection = Selection.of(request, whole);
    HttpHeaders headers = headers(publication);
    boolean download = request.getQueryParams().containsKey("download");
    if (download) {
      headers.set(HttpHeaders.CONTENT_DISPOSITION, "attachment");
    }
    return new ContentResponse(
            whole,
            selection,
            headers,
            range -> download ? node.downloadedBytes(film, range) : node.bytes(film, range),
            delivery.of(publication.contentId()))
        .writeTo(exchange)
        .onErrorMap(
            NoSourceException.class,
            late -> new ProblemException(
                HttpStatus.GATEWAY_TIMEOUT, String.valueOf(late.getMessage())));
  }

  private static HttpHeaders headers(Publication publication) {
    HttpHeaders headers = PublicationHeaders.of(publication);
    headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
    return headers;
  }
}
