package org.p2pd.transport.schedule.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.host.HostStanding;

/** The hosts known for one content, at most {@value #SOURCES_MAX}, and how rare its blocks are among them. Owned by one thread. */
public final class Sources {
  private static final int SOURCES_MAX = 64;

  private final int blockCount;
  private final HostBook book;
  private final Rarity rarity;
  private final Shares shares;
  private final Map<String, Holder> byKey = new LinkedHashMap<>();
  private @Nullable List<Holder> settled;

  /**
   * Creates the sources of one content, none of them known yet.
   *
   * @param blockCount the blocks of the content
   * @param book the standing of hosts, shared by all contents
   * @param random decides among equally rare blocks
   */
  public Sources(int blockCount, HostBook book, RandomGenerator random) {
    this.blockCount = blockCount;
    this.book = book;
    this.rarity = new Rarity(blockCount, random);
    this.shares = new Shares(blockCount);
  }

  /** All that are known, in the order in which they became known; a view. */
  public Collection<Holder> all() {
    return byKey.values();
  }

  /** Those that are no origins. */
  public Collection<Holder> others() {
    return byKey.values().stream().filter(each -> !each.isOrigin()).toList();
  }

  /** Those that are not downloading themselves. */
  public Collection<Holder> settled() {
    List<Holder> known = settled;
    if (known == null) {
      known = byKey.values().stream().filter(each -> !each.isGrowing()).toList();
      settled = known;
    }
    return known;
  }

  /** How rare the blocks are among those known. */
  public Rarity rarity() {
    return rarity;
  }

  /** Which blocks are whose to fetch from the origin, among those who download. */
  public Shares shares() {
    return shares;
  }

  /**
   * Adds what the tracker said to what is known. Beyond {@value #SOURCES_MAX} hosts, those that proved least are forgotten, the
   * provider's last.
   */
  public void found(Collection<Source> found, long nowNanos) {
    for (Source source : found) {
      HostStanding host = book.of(source.server());
      Holder known = byKey.get(source.key());
      put(
          known == null
              ? new Holder(source, host, source.blocks(), nowNanos, nowNanos)
              : known.hearing(source, host, nowNanos));
    }
    byKey.values().forEach(this::divide);
    while (byKey.size() > SOURCES_MAX) {
      forget(leastUseful());
    }
  }

  /** A downloader has a share of what only the origin has, unless it was asked for blocks and sent none. */
  private void divide(Holder holder) {
    @Nullable HostId id = holder.source().hostId();
    if (id == null || !holder.source().isDownloader()) {
      return;
    }
    if (holder.host().hasOnlyFailed()) {
      shares.failedBy(id);
    } else {
      shares.heardOf(id);
    }
  }

  /** The host answered that of {@code asked} it has only {@code have}. */
  public void lacks(Source source, BlockSet asked, BlockSet have) {
    Holder known = byKey.get(source.key());
    if (known != null) {
      put(known.lacking(known.source().lacking(asked, have, blockCount)));
    }
  }

  private void put(Holder holder) {
    Holder before = byKey.put(holder.source().key(), holder);
    settled = null;
    rarity.changed(before == null ? BlockSet.empty() : before.blocks(), holder.blocks());
  }

  private void forget(Holder holder) {
    byKey.remove(holder.source().key());
    settled = null;
    rarity.changed(holder.blocks(), BlockSet.empty());
  }

  /** Of those that are not the provider's and not at work: the one that proved least. */
  private Holder leastUseful() {
    return byKey.values().stream()
        .min(Comparator.comparing((Holder each) -> each.source().operator() || each.isOrigin())
            .thenComparing(each -> each.host().isBusy())
            .thenComparingDouble(each -> each.host().provenBytesPerSecond()))
        .orElseThrow();
  }
}
