package org.p2pd.transport.schedule;

import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;

/** The hosts known for one content, at most {@value #SOURCES_MAX}, and how rare its blocks are among them. */
final class Sources {
  private static final int SOURCES_MAX = 64;

  /** Who has had no new block for so long does not download now. */
  private static final long GROWS_NANOS = 10_000_000_000L;

  private final int blockCount;
  private final HostBook book;
  private final Rarity rarity;
  private final Shares shares;
  private final Map<String, Long> grewNanos = new HashMap<>();
  private final Map<String, Source> byKey = new LinkedHashMap<>();

  Sources(int blockCount, HostBook book, RandomGenerator random) {
    this.blockCount = blockCount;
    this.book = book;
    this.rarity = new Rarity(blockCount, random);
    this.shares = new Shares(blockCount);
  }

  Collection<Source> all() {
    return byKey.values();
  }

  Rarity rarity() {
    return rarity;
  }

  Shares shares() {
    return shares;
  }

  /** Adds what the tracker said to what is known. */
  void found(Collection<Source> found, long nowNanos) {
    for (Source source : found) {
      Source known = byKey.get(source.key());
      if (source.isDownloader()
          && (known == null || !known.blocks().containsAll(source.blocks()))) {
        grewNanos.put(source.key(), nowNanos);
      }
      put(known == null ? source : known.mergedWith(source));
    }
    byKey.values().forEach(this::divide);
    while (byKey.size() > SOURCES_MAX) {
      forget(leastUseful());
    }
  }

  /** A downloader has a share of what only the origin has, unless it was asked for blocks and sent none. */
  private void divide(Source source) {
    if (source.hostId() == null || !source.isDownloader()) {
      return;
    }
    if (book.of(source).hasOnlyFailed()) {
      shares.failedBy(source.hostId());
    } else {
      shares.heardOf(source.hostId());
    }
  }

  /** Whether {@code source} is downloading itself: it lacks blocks, and lately had more each time it was heard of. */
  boolean isGrowing(Source source, long nowNanos) {
    @Nullable Long grew = source.isDownloader() ? grewNanos.get(source.key()) : null;
    return grew != null && nowNanos - grew < GROWS_NANOS;
  }

  /** The host answered that of {@code asked} it has only {@code have}. */
  void lacks(Source source, BlockSet asked, BlockSet have) {
    Source known = byKey.get(source.key());
    if (known != null) {
      put(known.lacking(asked, have, blockCount));
    }
  }

  private void put(Source source) {
    Source before = byKey.put(source.key(), source);
    rarity.changed(before == null ? BlockSet.empty() : before.blocks(), source.blocks());
  }

  private void forget(Source source) {
    byKey.remove(source.key());
    grewNanos.remove(source.key());
    rarity.changed(source.blocks(), BlockSet.empty());
  }

  /** Of those that are not the provider's and not at work: the one that proved least. */
  private Source leastUseful() {
    return byKey.values().stream()
        .min(Comparator.comparing((Source each) -> each.operator() || each.isOrigin())
            .thenComparing(each -> book.of(each).isBusy())
            .thenComparingDouble(each -> book.of(each).provenBytesPerSecond()))
        .orElseThrow();
  }

  /** Those of {@code wanted} that {@code source} may serve. */
  BitSet servable(Source source, BitSet wanted) {
    BitSet servable = (BitSet) wanted.clone();
    if (!source.fetches() && !source.blocks().isEverything()) {
      source.blocks().retainIn(servable);
    }
    return servable;
  }
}
