package org.p2pd.transport.probe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.dial.HostRequest;
import org.p2pd.transport.http.BoundedBody;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientResponse;

/** Asks hosts themselves. Every question is bounded, and asked again only after a while. */
public final class HostProbe {
  private static final Logger LOG = LoggerFactory.getLogger(HostProbe.class);

  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final int HAVE_BYTES_MAX = 512 << 10;

  /** Shorter than connections are kept, so that one is open when it is needed. */
  private static final Duration KNOCK_KEPT = Duration.ofSeconds(10);

  private static final int ORIGINS_MAX = 1_000;
  private static final int OK = 200;

  private final Dialer dialer;
  private final Addresses addresses;
  private final Cache<ContentName, Mono<List<String>>> origins = Caffeine.newBuilder()
      .maximumSize(ORIGINS_MAX)
      .expireAfterWrite(KNOCK_KEPT)
      .build();

  private final Cache<String, Mono<Void>> knocked = Caffeine.newBuilder()
      .maximumSize(ORIGINS_MAX)
      .expireAfterWrite(KNOCK_KEPT)
      .build();

  /** Creates the probe of one node; the dialer's policy holds for all it asks. */
  public HostProbe(Dialer dialer) {
    this(dialer, dialer::addressesOf);
  }

  HostProbe(Dialer dialer, Function<String, Mono<List<String>>> lookUp) {
    this.dialer = dialer;
    this.addresses = new Addresses(lookUp);
  }

  /** One source for each address of the names in the URLs of {@code sources}, in their order. */
  public Mono<List<Source>> eachAddress(List<Source> sources) {
    return Flux.fromIterable(sources)
        .flatMapSequential(addresses::each)
        .flatMapIterable(each -> each)
        .collectList();
  }

  /**
   * The film as its own name serves it by plain HTTP, at each of the name's addresses where somebody answers; empty where
   * nobody does. Never fails.
   */
  public Mono<List<Source>> origin(ContentName name) {
    return origins
        .get(name, unused -> answering(name).doOnNext(open -> kept(name, open)).cache())
        .map(open -> open.stream().map(address -> byName(name, address)).toList());
  }

  /**
   * Has a connection ready at each address of {@code name}, so that what is to be asked there can be asked at once. Nothing
   * is sent, and nothing happens within {@link #KNOCK_KEPT} of the last time. Never fails.
   */
  public Mono<Void> knock(ContentName name) {
    return knocked.get(
        name.authority(),
        unused -> addresses
            .each(byName(name, ""))
            .flatMapIterable(each -> each)
            .flatMap(each -> dialer.open(each.url(), each.address()).onErrorComplete())
            .then()
            .cache());
  }

  private void kept(ContentName name, List<String> open) {
    if (open.isEmpty()) {
      origins.invalidate(name);
    }
  }

  private static Source byName(ContentName name, String address) {
    Source source =
        new Source(name.url(), null, HostRole.ORIGIN, true, true, false, BlockSet.everything());
    return address.isEmpty() ? source : source.at(address);
  }

  /** The addresses that answer; an empty one where the name has no others. */
  private Mono<List<String>> answering(ContentName name) {
    return addresses
        .each(byName(name, ""))
        .flatMapIterable(each -> each)
        .flatMap(this::ask)
        .collectList();
  }

  private Mono<String> ask(Source source) {
    return HostRequest.of(dialer.hosts(), HttpMethod.HEAD, source.url(), source.address())
        .responseSingle((response, body) -> body.then(Mono.just(response)))
        .timeout(ANSWER_MAX)
        .filter(HostProbe::isOk)
        .map(response -> source.address() == null ? "" : source.address())
        .onErrorResume(error -> {
          LOG.debug(
              "{} at {} does not answer: {}", source.url(), source.address(), error.toString());
          return Mono.empty();
        });
  }

  /** {@code source} with the blocks it says it has now; empty where it does not answer, or has none. */
  public Mono<Source> have(Source source, ContentId id) {
    String url = WirePaths.contentUrl(source.url(), id) + WirePaths.HAVE;
    return HostRequest.of(dialer.hosts(), HttpMethod.GET, url, source.address())
        .response((response, body) -> isOk(response)
            ? BoundedBody.read(body, HAVE_BYTES_MAX)
            : Mono.error(new IOException("status " + response.status())))
        .next()
        .timeout(ANSWER_MAX)
        .map(bytes -> WireFormat.json().readValue(bytes, Have.class).blocks())
        .filter(blocks -> !blocks.isEmpty())
        .map(source::having)
        .onErrorResume(error -> {
          LOG.debug("{} does not tell what it has: {}", source.url(), error.toString());
          return Mono.empty();
        });
  }

  private static boolean isOk(HttpClientResponse response) {
    return response.status().code() == OK;
  }

  private record Have(BlockSet blocks) {}
}
