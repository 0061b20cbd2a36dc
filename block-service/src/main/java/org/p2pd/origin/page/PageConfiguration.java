package org.p2pd.origin.page;

import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The front page, unless the provider wants none. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
  /** Before the films, which answer whatever nobody else does. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  RouterFunction<ServerResponse> frontPage(
      Catalogue catalogue, Authorities authorities, PublishSettings settings) {
    return settings.page()
        ? new PageRoutes(catalogue, authorities, settings.playlist())
        : request -> Mono.empty();
  }
}
