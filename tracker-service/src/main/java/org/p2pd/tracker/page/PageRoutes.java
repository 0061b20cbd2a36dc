package org.p2pd.tracker.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.p2pd.protocol.content.Digest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code GET /}, its style and script, and {@code GET /openapi.json}: a handful of files, read at the start and answered
 * from memory.
 */
@Configuration(proxyBeanMethods = false)
class PageRoutes {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Duration FRESH = Duration.ofMinutes(1);

  @Bean
  RouterFunction<ServerResponse> page() {
    return RouterFunctions.route()
        .GET("/", asset("index.html", "text/html;charset=UTF-8"))
        .GET("/assets/tracker.css", asset("tracker.css", "text/css;charset=UTF-8"))
        .GET("/assets/tracker.js", asset("tracker.js", "text/javascript;charset=UTF-8"))
        .GET("/assets/pictures.js", asset("pictures.js", "text/javascript;charset=UTF-8"))
        .GET("/favicon.ico", asset("icon.svg", "image/svg+xml"))
        .GET("/assets/icon.svg", asset("icon.svg", "image/svg+xml"))
        .GET("/openapi.json", asset("openapi.json", "application/json"))
        .build();
  }

  private static HandlerFunction<ServerResponse> asset(String file, String type) {
    byte[] bytes = read(file);
    String tag = '"' + Digest.of(bytes).hex().substring(0, 32) + '"';
    return request -> answer(request, bytes, MediaType.parseMediaType(type), tag);
  }

  private static Mono<ServerResponse> answer(
      ServerRequest request, byte[] bytes, MediaType type, String tag) {
    return request
        .checkNotModified(tag)
        .switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
            .contentType(type)
            .cacheControl(CacheControl.maxAge(FRESH).mustRevalidate())
            .eTag(tag)
            .header("Content-Security-Policy", POLICY)
            .header("Referrer-Policy", "no-referrer")
            .bodyValue(bytes)));
  }

  private static byte[] read(String file) {
    try (InputStream stream = PageRoutes.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is missing beside " + PageRoutes.class);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
