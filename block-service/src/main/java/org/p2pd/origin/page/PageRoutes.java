package org.p2pd.origin.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.page.Listing.Film;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.transport.wire.WireFields;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code GET /}, unless the provider published an {@code index.html} of its own there. */
final class PageRoutes implements RouterFunction<ServerResponse> {
  private static final Duration LIST_KEPT = Duration.ofSeconds(2);
  private static final int QUERY_CHARS_MAX = 200;
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline';"
      + " media-src *; img-src data:; form-action 'self'; base-uri 'none'";

  private final Catalogue catalogue;
  private final Authorities authorities;
  private final Page page;
  private final Mono<List<Film>> films;

  PageRoutes(Catalogue catalogue, Authorities authorities, boolean playlist) {
    this.catalogue = catalogue;
    this.authorities = authorities;
    this.page = Page.load(playlist ? "?direct" : "");
    this.films = Mono.fromCallable(() -> Listing.playable(catalogue.files()))
        .subscribeOn(Schedulers.boundedElastic())
        .cache(LIST_KEPT);
  }

  @Override
  public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
    boolean asked = request.exchange().getRequest().getURI().getRawPath().equals("/")
        && (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD);
    return asked && catalogue.byPath("/index.html").isEmpty()
        ? Mono.just(this::answer)
        : Mono.empty();
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    return films
        .map(all -> html(request, all))
        .flatMap(html -> ServerResponse.ok()
            .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
            .header(HttpHeaders.CACHE_CONTROL, "no-cache")
            .header("Content-Security-Policy", POLICY)
            .header(WireFields.CONTENT_TYPE_OPTIONS, "nosniff")
            .bodyValue(html.getBytes(UTF_8)));
  }

  private String html(ServerRequest request, List<Film> all) {
    String asked = request.queryParam("q").orElse("");
    String query = asked.substring(0, Math.min(asked.length(), QUERY_CHARS_MAX));
    String playing = request.queryParam("play").orElse("");
    Listing listing = Listing.of(all, query, pageNumber(request));
    Film film = all.stream()
        .filter(each -> each.readablePath().equals(playing))
        .findFirst()
        .orElse(null);
    return page.html(authorities.all().get(0), listing, query, film);
  }

  private static int pageNumber(ServerRequest request) {
    String text = request.queryParam("page").orElse("0");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
  }
}
