package org.p2pd.origin.describe;

import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.describe.disk.TorrentPieces;
import org.p2pd.origin.register.Holders;
import org.p2pd.origin.settings.PublishSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class DescribeConfiguration {
  @Bean
  TorrentPieces torrentPieces() {
    return new TorrentPieces();
  }

  @Bean
  DownloadUrls sources(PublishSettings settings, Holders holders) {
    return new DownloadUrls(settings, holders);
  }

  @Bean
  Playlists playlists(PublishSettings settings, DownloadUrls sources) {
    return new Playlists(settings, sources);
  }

  /** Before the films, which answer whatever nobody else does. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  RouterFunction<ServerResponse> descriptions(
      Catalogue catalogue, DownloadUrls sources, Playlists playlists, TorrentPieces pieces) {
    return new DescriptionRoutes(catalogue, sources, playlists, pieces);
  }
}
