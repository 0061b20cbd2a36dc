package org.p2pd.origin.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.register.Holders;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.wire.WirePaths;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Where a client that knows nothing of us may have a film from, caches before this origin. Agents only where the
 * provider says so; an internal origin never names itself.
 */
final class DownloadUrls {
  private static final int HOSTS_MAX = 20;

  private final PublishSettings settings;
  private final Holders holders;

  DownloadUrls(PublishSettings settings, Holders holders) {
    this.settings = settings;
    this.holders = holders;
  }

  Mono<List<String>> of(ServerRequest request, PublishedFile file) {
    return holders.of(file.manifest()).map(hosts -> urls(request, file, hosts));
  }

  private List<String> urls(ServerRequest request, PublishedFile file, List<HostEntry> hosts) {
    List<String> urls = new ArrayList<>();
    addHosts(urls, file, hosts, HostRole.CACHE);
    if (settings.metalinkAgents() && settings.peers()) {
      addHosts(urls, file, hosts, HostRole.AGENT);
    }
    urls.addAll(file.publication().mirrors());
    if (!settings.internal()) {
      urls.add(own(request, file));
    }
    return urls;
  }

  private static void addHosts(
      List<String> urls, PublishedFile file, List<HostEntry> hosts, HostRole role) {
    hosts.stream()
        .filter(host -> host.role() == role && !host.plain())
        .limit(HOSTS_MAX)
        .forEach(host -> urls.add(WirePaths.contentUrl(host.url(), file.contentId())));
  }

  /** The bytes of a film here, under the name that the client reached us by; an internal origin says the film's name instead. */
  String own(ServerRequest request, PublishedFile file) {
    if (settings.internal()) {
      return file.publication().url().url();
    }
    String base = settings.url();
    String host = Objects.requireNonNull(request.headers().firstHeader(HttpHeaders.HOST));
    String url = (base == null ? "http://" + host : base) + file.path();
    return settings.playlist() && file.isFilm() ? url + "?direct" : url;
  }
}
