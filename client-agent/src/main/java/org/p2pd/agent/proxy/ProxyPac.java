package org.p2pd.agent.proxy;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.util.List;
import org.p2pd.agent.film.PublishedAuthorities;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /proxy.pac}: sends only the tracker's authorities through the agent, everything else directly. */
@Configuration(proxyBeanMethods = false)
class ProxyPac {
  private static final MediaType PAC =
      MediaType.parseMediaType("application/x-ns-proxy-autoconfig");

  @Bean
  RouterFunction<ServerResponse> proxyPacRoute(PublishedAuthorities authorities) {
    return route().GET("/proxy.pac", request -> pac(request, authorities)).build();
  }

  private static Mono<ServerResponse> pac(ServerRequest request, PublishedAuthorities authorities) {
    return authorities
        .all()
        .onErrorReturn(List.of())
        .flatMap(known -> ServerResponse.ok()
            .contentType(PAC)
            .cacheControl(CacheControl.noCache())
            .bodyValue(script(known, request.uri().getAuthority())));
  }

  private static String script(List<String> authorities, String agent) {
    return """
        var published = %s;
        function FindProxyForURL(url, host) {
          var authority = url.replace(/^http:\\/\\//, '').split('/')[0].toLowerCase();
          return url.substring(0, 7) === 'http://' && published.indexOf(authority) >= 0
              ? 'PROXY %s; DIRECT' : 'DIRECT';
        }
        """.formatted(WireFormat.json().writeValueAsString(authorities), agent);
  }
}
