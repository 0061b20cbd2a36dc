package org.p2pd.origin.page;

import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The front page, unless {@code p2pd.publish.page} says no (in additional-spring-configuration-metadata.json). */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
  /** Before the films, which answer whatever nobody else does. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  @ConditionalOnProperty(name = "p2pd.publish.page", havingValue = "true", matchIfMissing = true)
  RouterFunction<ServerResponse> frontPage(
      Catalogue catalogue, Authorities authorities, PublishSettings settings) {
    return new PageRoutes(catalogue, authorities, settings.playlist());
  }
}
