package org.p2pd.origin.admin;

import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.publish.Publisher;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.transport.edge.OperatorsOnly;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
  @Bean
  PublicationsEndpoint publicationsEndpoint(Catalogue catalogue, Publisher publisher) {
    return new PublicationsEndpoint(catalogue, publisher);
  }

  @Bean
  OperatorsOnly operatorsOnly(ApplicationContext context, PublishSettings settings) {
    return new OperatorsOnly(context, "P2PD_PUBLISH_TOKEN", settings.token());
  }
}
