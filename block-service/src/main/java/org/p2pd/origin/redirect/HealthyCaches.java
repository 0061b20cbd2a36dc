package org.p2pd.origin.redirect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.register.Holders;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.wire.WireFields;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The caches that serve a film under its name, as the tracker says and as they showed when they were asked for its head.
 * Found out in the background, again every {@value #ASKED_AGAIN_SECONDS} s
 * while the film is asked for; nobody waits for it.
 */
final class HealthyCaches {
  private static final int ASKED_AGAIN_SECONDS = 5;
  private static final int PROOFS_MAX = 10_000;
  private static final Duration UNASKED_MAX = Duration.ofMinutes(1);
  private static final Duration PROBE_MAX = Duration.ofSeconds(2);

  private final Holders holders;
  private final HttpClient hosts;
  private final Cache<Named, Proof> proofs = Caffeine.newBuilder()
      .maximumSize(PROOFS_MAX)
      .expireAfterWrite(UNASKED_MAX)
      .build();

  HealthyCaches(Holders holders, HttpClient hosts) {
    this.holders = holders;
    this.hosts = hosts;
  }

  /** The caches known to serve {@code file} now; what is not known is being found out from now on. */
  List<HostEntry> of(PublishedFile file) {
    return holders.known(file.manifest()).stream()
        .filter(host -> host.role() == HostRole.CACHE && hasProved(host, file))
        .toList();
  }

  private boolean hasProved(HostEntry cache, PublishedFile file) {
    Named name = new Named(cache.url(), file.path(), file.contentId().hex());
    Proof known = proofs.getIfPresent(name);
    boolean healthy = known != null && known.healthy();
    if (known == null || !known.isFresh()) {
      proofs.put(name, Proof.now(healthy));
      var unused = probe(name).subscribe(proved -> proofs.put(name, Proof.now(proved)));
    }
    return healthy;
  }

  private Mono<Boolean> probe(Named name) {
    return hosts
        .head()
        .uri(name.cacheUrl() + name.path())
        .response()
        .map(answer -> answer.status().code() == 200
            && name.contentId().equals(answer.responseHeaders().get(WireFields.CONTENT_ID)))
        .timeout(PROBE_MAX)
        .onErrorReturn(false);
  }

  private record Named(String cacheUrl, String path, String contentId) {}

  private record Proof(boolean healthy, long atNanos) {
    static Proof now(boolean healthy) {
      return new Proof(healthy, System.nanoTime());
    }

    boolean isFresh() {
      return System.nanoTime() - atNanos
          < Duration.ofSeconds(ASKED_AGAIN_SECONDS).toNanos();
    }
  }
}
