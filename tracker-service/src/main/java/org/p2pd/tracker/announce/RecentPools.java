package org.p2pd.tracker.announce;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;

/**
 * Draws from large swarms, used again for a moment.
 *
 * <p>Nobody is promised a place in any one answer of a swarm larger than a draw, so a draw may serve several askers: as
 * many as keep the load even, {@value #USES_MAX}, and for no longer than a second. Of 40 drawn hosts each is then named
 * about 16 times, as it would be by one draw per asker over a few seconds. The asker after that draws anew; those beside it
 * use the old draw until the new one is here, each {@value #USES_MAX}th of them drawing again: however many ask at the same
 * time and however slow Redis is, there are no more draws than that.
 */
final class RecentPools {
  static final int USES_MAX = 32;

  private static final Duration AGE_MAX = Duration.ofSeconds(1);
  private static final long BYTES_MAX = 32L << 20;
  private static final int HOLDER_BYTES = 128;

  /** Some eighty candidates, which a draw is turned into when it is used. */
  private static final int CANDIDATES_BYTES = 8 << 10;

  private final Cache<Key, Recent> recent;

  RecentPools(Ticker clock) {
    this.recent = Caffeine.newBuilder()
        .maximumWeight(BYTES_MAX)
        .<Key, Recent>weigher((key, pool) -> pool.bytes())
        .expireAfterWrite(AGE_MAX)
        .ticker(clock)
        .build();
  }

  /** A draw from the whole of a swarm; null where there is none that may be used. */
  @Nullable
  Pool all(ContentId content) {
    Recent drawn = use(new Key(content, null));
    return drawn == null ? null : drawn.pool;
  }

  /** A draw from the holders of one zone or prefix; null where there is none that may be used. */
  @Nullable
  Recent near(ContentId content, String near) {
    return use(new Key(content, near));
  }

  private @Nullable Recent use(Key key) {
    Recent drawn = recent.getIfPresent(key);
    return drawn == null || !drawn.isUsable() ? null : drawn;
  }

  void keepAll(ContentId content, Pool pool) {
    recent.put(new Key(content, null), new Recent(pool.withNear(List.of())));
  }

  void keepNear(ContentId content, String near, Pool pool) {
    recent.put(
        new Key(content, near),
        new Recent(new Pool(pool.blocks(), true, List.of(), List.of(), pool.near())));
  }

  /** Near = null: the whole swarm. */
  private record Key(ContentId content, @Nullable String near) {}

  /** A draw, and what it came to with the latest one from the whole swarm. */
  static final class Recent {
    private final Pool pool;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable Pool joined;

    private Recent(Pool pool) {
      this.pool = pool;
    }

    /** The holders near the asker. */
    List<Pool.Holder> holders() {
      return pool.near();
    }

    /** The pool of {@code all} and these. */
    Pool joinedTo(Pool all) {
      Pool known = joined;
      if (known == null || known.all() != all.all()) {
        known = all.withNear(pool.near());
        joined = known;
      }
      return known;
    }

    private boolean isUsable() {
      return uses.incrementAndGet() % USES_MAX != 0;
    }

    private int bytes() {
      int holders = pool.all().size() + pool.near().size();
      return CANDIDATES_BYTES + holders * (HOLDER_BYTES + pool.blocks() / Byte.SIZE);
    }
  }
}
