package org.p2pd.cache.admin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.site.Sites;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.ResolvedContent;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** The preheats under way, at most {@value #RUNNING_MAX}, and the last {@value #REMEMBERED_MAX}. */
final class Preheats implements AutoCloseable {
  private static final int RUNNING_MAX = 16;
  private static final int REMEMBERED_MAX = 100;

  private final Sites sites;
  private final ContentResolver resolver;
  private final FetchEngine engine;
  private final Clock clock;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, Preheat> all = new ConcurrentSkipListMap<>();

  /** Creates an empty list. */
  public Preheats(Sites sites, ContentResolver resolver, FetchEngine engine, Clock clock) {
    this.sites = sites;
    this.resolver = resolver;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * Begins to fetch.
   *
   * @param range {@code first-last}, in bytes; null = all
   * @param bytesPerSecondMax null = as fast as they come
   * @return its number; a problem where the name is not published or served here, the range is not the film's, or too many
   *     are under way
   */
  Mono<Integer> begin(String url, @Nullable String range, @Nullable Long bytesPerSecondMax) {
    if (bytesPerSecondMax != null && bytesPerSecondMax < 1) {
      throw new MalformedValueException("bytesPerSecond", bytesPerSecondMax, "at least 1");
    }
    ContentName name = ContentName.parse(url);
    return sites
        .nameOf(name.authority(), name.path())
        .flatMap(resolver::resolve)
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(url + " is not published")))
        .map(film -> begin(name, film, range, bytesPerSecondMax));
  }

  private synchronized int begin(
      ContentName name, ResolvedContent film, @Nullable String range, @Nullable Long bytesMax) {
    if (all.values().stream().filter(Preheat::isRunning).count() >= RUNNING_MAX) {
      throw new ProblemException(
          HttpStatus.TOO_MANY_REQUESTS, RUNNING_MAX + " preheats are under way (expected: fewer)");
    }
    Preheat preheat = new Preheat(
        name.url(),
        FetchTarget.of(film),
        blocks(film.manifest().layout(), range),
        bytesMax == null ? 0 : bytesMax,
        clock.instant());
    int id = lastId.incrementAndGet();
    all.put(id, preheat);
    preheat.start(engine);
    forgetOld();
    return id;
  }

  private static BlockSet blocks(BlockLayout layout, @Nullable String range) {
    if (layout.length() == 0) {
      throw new MalformedValueException("url", "an empty film", "one that has bytes");
    }
    return layout.blocksTouching(
        range == null ? ByteRange.ofLength(0, layout.length()) : bytes(layout, range));
  }

  private static ByteRange bytes(BlockLayout layout, String range) {
    String expected = "first-last within 0-" + (layout.length() - 1);
    String[] ends = range.split("-", 2);
    try {
      long first = Long.parseLong(ends[0]);
      long last = Long.parseLong(ends[ends.length - 1]);
      if (ends.length == 2 && first >= 0 && first <= last && last < layout.length()) {
        return new ByteRange(first, last);
      }
    } catch (NumberFormatException e) {
      throw new MalformedValueException("range", range, expected);
    }
    throw new MalformedValueException("range", range, expected);
  }

  private void forgetOld() {
    List<Integer> over = new ArrayList<>();
    all.forEach((id, preheat) -> {
      if (!preheat.isRunning()) {
        over.add(id);
      }
    });
    over.sort(Comparator.naturalOrder());
    over.subList(0, Math.max(0, over.size() - REMEMBERED_MAX)).forEach(all::remove);
  }

  /** Stops one; false where there is none of that number. */
  boolean stop(int id) {
    Preheat preheat = all.get(id);
    if (preheat != null) {
      preheat.stop();
    }
    return preheat != null;
  }

  /** All that are remembered, oldest first. */
  List<Preheat.Progress> progress() {
    List<Preheat.Progress> progress = new ArrayList<>();
    all.forEach((id, preheat) -> progress.add(preheat.progress(id)));
    return progress;
  }

  @Override
  public void close() {
    all.values().forEach(Preheat::stop);
  }
}
