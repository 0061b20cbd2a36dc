package org.p2pd.agent.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.p2pd.protocol.content.Digest;
import org.p2pd.transport.wire.WireFields;
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
 * {@code GET /} and {@code /assets/…}: a handful of files, read at the start and answered from memory. The page's policy
 * lets nothing run but these scripts, and no script make markup of text.
 */
@Configuration(proxyBeanMethods = false)
class PageRoutes {
  private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
      + " connect-src 'self'; img-src 'self'; media-src 'self'; manifest-src 'self';"
      + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
      + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> TYPES = Map.of(
      "css", "text/css;charset=UTF-8",
      "js", "text/javascript;charset=UTF-8",
      "svg", "image/svg+xml",
      "webmanifest", "application/manifest+json");

  private static final String[] ASSETS = {
    "page.css",
    "icon.svg",
    "p2pd.webmanifest",
    "main.js",
    "library.js",
    "player.js",
    "film.js",
    "picture.js",
    "rates.js",
    "agent.js",
    "sharing.js",
    "text.js"
  };

  @Bean
  RouterFunction<ServerResponse> page(PageToken token) {
    RouterFunctions.Builder routes = RouterFunctions.route().GET("/", page(token.value()));
    for (String asset : ASSETS) {
      routes.GET("/assets/" + asset, asset(asset));
    }
    return routes.build();
  }

  /** Never kept by anybody: it carries the token. */
  private static HandlerFunction<ServerResponse> page(String token) {
    byte[] page =
        new String(read("index.html"), UTF_8).replace("{token}", token).getBytes(UTF_8);
    return request -> guarded(ServerResponse.ok())
        .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
        .cacheControl(CacheControl.noStore())
        .bodyValue(page);
  }

  private static HandlerFunction<ServerResponse> asset(String file) {
    byte[] bytes = read(file);
    String tag = '"' + Digest.of(bytes).hex().substring(0, 32) + '"';
    MediaType type =
        MediaType.parseMediaType(TYPES.getOrDefault(file.replaceFirst(".*\\.", ""), "text/plain"));
    return request -> answer(request, bytes, type, tag);
  }

  private static Mono<ServerResponse> answer(
      ServerRequest request, byte[] bytes, MediaType type, String tag) {
    return request
        .checkNotModified(tag)
        .switchIfEmpty(Mono.defer(() -> guarded(ServerResponse.ok())
            .contentType(type)
            .cacheControl(CacheControl.noCache())
            .eTag(tag)
            .bodyValue(bytes)));
  }

  private static ServerResponse.BodyBuilder guarded(ServerResponse.BodyBuilder response) {
    return response
        .header("Content-Security-Policy", POLICY)
        .header(WireFields.CONTENT_TYPE_OPTIONS, "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin");
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
