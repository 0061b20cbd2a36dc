package org.p2pd.tracker.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;
import reactor.util.function.Tuples;

/**
 * The names that are bound, in order, by word and by authority. Knows names only, and may name some whose binding just
 * ended: whoever meets one calls {@link #forget}.
 */
@Component
class CatalogueIndex {
  private static final String TAG = "p2pd:{catalogue}:";
  private static final String NAMES = TAG + "names";
  private static final String ENDS = TAG + "ends";
  private static final String AUTHORITIES = TAG + "authorities";
  private static final int AUTHORITIES_MAX = 1000;
  private static final Script LIST = new Script(CatalogueIndex.class, "list.lua");
  private static final Script UNLIST = new Script(CatalogueIndex.class, "unlist.lua");

  private final Redis redis;
  private final Clock clock;

  CatalogueIndex(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  Mono<Void> enter(ContentName name, long endMillis) {
    return redis.run(LIST, keys(name), name.url(), name.authority(), endMillis).then();
  }

  /** Takes out a name that was withdrawn. */
  Mono<Void> remove(ContentName name) {
    return redis.run(UNLIST, keys(name), name.url(), name.authority(), "+inf").then();
  }

  /** Takes out a name whose binding was found ended. */
  Mono<Void> forget(ContentName name) {
    return redis
        .run(UNLIST, keys(name), name.url(), name.authority(), clock.millis())
        .then();
  }

  private static List<String> keys(ContentName name) {
    List<String> keys = new ArrayList<>(List.of(NAMES, ENDS, AUTHORITIES));
    PathWords.of(name).forEach(word -> keys.add(word(word)));
    return keys;
  }

  private static String word(String word) {
    return TAG + "word:" + word;
  }

  /** Names after {@code after} that may match, in order; reads the list of the word that fewest names have. */
  Flux<ContentName> after(String after, @Nullable String authority, Set<String> words, int count) {
    return rarest(words)
        .flatMapMany(key -> redis.stream(r -> r.opsForZSet()
            .rangeByLex(key, range(after, authority), Limit.limit().count(count))))
        .map(name -> ContentName.parse(new String(name, UTF_8)));
  }

  private Mono<String> rarest(Set<String> words) {
    if (words.size() <= 1) {
      return Mono.just(words.stream().findFirst().map(CatalogueIndex::word).orElse(NAMES));
    }
    return Flux.fromIterable(words)
        .map(CatalogueIndex::word)
        .flatMap(key -> redis.call(r -> r.opsForZSet().size(key)).map(size -> Tuples.of(size, key)))
        .reduce((one, other) -> other.getT1() < one.getT1() ? other : one)
        .map(Tuple2::getT2);
  }

  private static Range<String> range(String after, @Nullable String authority) {
    String from = authority == null ? "" : "http://" + authority + "/";
    Range.Bound<String> lower = Range.Bound.exclusive(after.compareTo(from) > 0 ? after : from);
    return authority == null
        ? Range.rightUnbounded(lower)
        : Range.of(lower, Range.Bound.exclusive("http://" + authority + "0"));
  }

  /** Authorities with a live name, in order. */
  Mono<List<String>> authorities() {
    return redis.stream(r ->
            r.opsForZSet().rangeByScore(AUTHORITIES, live(), Limit.limit().count(AUTHORITIES_MAX)))
        .map(authority -> new String(authority, UTF_8))
        .sort()
        .collectList();
  }

  /** The number of live names. */
  Mono<Long> count() {
    return redis.call(r -> r.opsForZSet().count(ENDS, live()));
  }

  private Range<Double> live() {
    return Range.rightUnbounded(Range.Bound.inclusive((double) clock.millis()));
  }
}
