package org.p2pd.transport.probe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.p2pd.transport.schedule.source.Source;
import reactor.core.publisher.Mono;

/**
 * The addresses behind hosts' names. Each of them is a host of its own: with its own speed, and its own death (RFC 8305
 * races them; here they are ranked like all hosts, and used side by side).
 */
final class Addresses {
  private static final int ADDRESSES_MAX = 8;
  private static final int NAMES_MAX = 1_000;
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(1);

  private final Function<String, Mono<List<String>>> lookUp;
  private final Cache<String, Mono<List<String>>> known =
      Caffeine.newBuilder().maximumSize(NAMES_MAX).expireAfterWrite(KEPT).build();

  /** @param lookUp the addresses of a name that may be dialled */
  Addresses(Function<String, Mono<List<String>>> lookUp) {
    this.lookUp = lookUp;
  }

  /** One source for each address of the name in {@code source}'s URL; {@code source} as it is where there is only one. */
  Mono<List<Source>> each(Source source) {
    String host = URI.create(source.url()).getHost();
    if (host == null || source.address() != null || isLiteral(host)) {
      return Mono.just(List.of(source));
    }
    return of(host)
        .map(addresses -> addresses.size() < 2
            ? List.of(source)
            : addresses.stream().limit(ADDRESSES_MAX).map(source::at).toList());
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  private Mono<List<String>> of(String host) {
    return known.get(
        host,
        name -> lookUp.apply(name).timeout(LOOK_UP_MAX).onErrorReturn(List.of()).cache());
  }
}
