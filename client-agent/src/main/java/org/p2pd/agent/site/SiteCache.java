package org.p2pd.agent.site;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The cache to prefer for everything: the one that the settings name, or else those that the DNS of the machine's own
 * domain names as {@value #SERVICE} (RFC 6763 names, SRV records), looked for at start and every hour. What it sends is
 * checked like anything else; where it is gone, others are asked.
 */
public final class SiteCache implements AutoCloseable {
  /** The service's name in DNS. */
  public static final String SERVICE = "_p2pd-cache._tcp";

  private static final Logger LOG = LoggerFactory.getLogger(SiteCache.class);
  private static final Duration LOOKED_FOR = Duration.ofHours(1);
  private static final int CACHES_MAX = 2;

  private final Disposable.Swap search = Disposables.swap();
  private volatile List<Source> caches;

  private SiteCache(List<String> urls) {
    this.caches = sources(urls);
  }

  /** The one at {@code cache}; none where that is null. */
  public static SiteCache at(@Nullable URI cache) {
    return new SiteCache(Stream.ofNullable(cache)
        .map(uri -> uri.toString().replaceFirst("/+$", ""))
        .toList());
  }

  /**
   * The one that DNS names, as soon as it does.
   *
   * @param server whom to ask; null = the system's DNS servers
   * @param domain where this machine is; empty = the system's search domains
   */
  public static SiteCache found(@Nullable InetSocketAddress server, String domain) {
    return found(server, () -> domain.isEmpty() ? SearchDomains.ofThisMachine() : List.of(domain));
  }

  /** As {@link #found(InetSocketAddress, String)}, in the domains that hold at that moment. */
  static SiteCache found(@Nullable InetSocketAddress server, Supplier<List<String>> domains) {
    SiteCache site = new SiteCache(List.of());
    ServiceRecords records = new ServiceRecords(server);
    site.search.update(Flux.interval(Duration.ZERO, LOOKED_FOR, Schedulers.boundedElastic())
        .onBackpressureDrop()
        .concatMap(again -> look(records, domains))
        .subscribe(
            site::foundAt, failed -> LOG.warn("No search for a site cache: {}", "" + failed)));
    return site;
  }

  private static Mono<List<String>> look(ServiceRecords records, Supplier<List<String>> domains) {
    return Flux.defer(() -> Flux.fromIterable(domains.get()))
        .concatMap(domain -> look(records, domain))
        .collectList()
        .map(answers -> answers.stream().flatMap(List::stream).toList());
  }

  /** Whatever stands among the domains, such as the root, the others are asked, and again in an hour. */
  private static Mono<List<String>> look(ServiceRecords records, String domain) {
    return records.find(SERVICE, domain).onErrorResume(error -> {
      LOG.debug("No site cache in the domain {}: {}", domain, error.toString());
      return Mono.just(List.of());
    });
  }

  private void foundAt(List<String> targets) {
    List<Source> found = sources(
        targets.stream().limit(CACHES_MAX).map(target -> "http://" + target).toList());
    if (!found.equals(caches)) {
      LOG.info("Caches of this site, by DNS: {}", targets);
      caches = found;
    }
  }

  private static List<Source> sources(List<String> urls) {
    return urls.stream()
        .map(url -> new Source(url, null, HostRole.CACHE, true, false, true, BlockSet.empty()))
        .toList();
  }

  /** What is known of it by now. */
  public List<Source> sources() {
    return caches;
  }

  @Override
  public void close() {
    search.dispose();
  }
}
