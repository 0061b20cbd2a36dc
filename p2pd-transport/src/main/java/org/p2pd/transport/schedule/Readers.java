package org.p2pd.transport.schedule;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.transport.schedule.host.RateMeter;

/**
 * Who reads one content, and which blocks they want: players from where they stand up to a window ahead, downloads all
 * that they asked for.
 *
 * <p>A reader that takes all that comes, for long, is no player but copies: its window is fetched as a download's.
 *
 * <p>The window is what the players read in {@link Limits#windowTime}, as measured: they keep so much in hand however
 * slow or fast the film, and nobody fetches a film of which only minutes are watched. Players at one place count as one,
 * so a crowd that watches the same film together costs little more than one.
 */
final class Readers {
  private static final Duration SPEED_MEMORY = Duration.ofSeconds(10);
  private static final double URGENT_SECONDS = 2;
  private static final int URGENT_BLOCKS_MIN = 2;

  /** No player keeps so much in hand without a pause, once it has taken {@link #COPIED_BYTES_MIN}. */
  private static final double COPIES_TIMES_FASTER = 4;

  private static final long COPIED_BYTES_MIN = 16 << 20;

  /** About what a player has in hand before it shows a picture: 2 s of 4 Mbit/s. */
  private static final long OPENING_BYTES = 1 << 20;

  /** For so long what a player begins with goes before all else. */
  private static final long OPENING_NANOS = 1_500_000_000L;

  /** Who has read so many blocks is no newcomer any more. */
  private static final int NEWCOMER_BLOCKS = 4;

  /** Who waits longer at one block than this is served as a player again. */
  private static final long COPY_WAIT_NANOS_MAX = 3_000_000_000L;

  private final BlockLayout layout;
  private final Limits limits;
  private final RateMeter speed = new RateMeter(SPEED_MEMORY);
  private final Map<Long, Reader> readers = new HashMap<>();
  private final TreeMap<Integer, Integer> playing = new TreeMap<>();
  private boolean crowdsChanged;
  private boolean everPlayed;

  Readers(BlockLayout layout, Limits limits) {
    this.layout = layout;
    this.limits = limits;
  }

  /**
   * A player stands at {@code next}, which is here already or not.
   *
   * @param arriving bytes per second that come
   * @return whether it jumped
   */
  boolean plays(long id, int next, int last, boolean isHere, double arriving, long nowNanos) {
    Reader reader = readers.get(id);
    boolean isJump = reader != null && (reader.downloads || reader.jumpsTo(next));
    if (reader == null || isJump) {
      reader = new Reader(next, nowNanos, !everPlayed);
      everPlayed = true;
      readers.put(id, reader);
    } else if (next > reader.next && reader.canReadSinceNanos != Reader.WAITS) {
      int bytes = layout.lengthOf(reader.next);
      speed.add(bytes, nowNanos - reader.canReadSinceNanos);
      reader.took(bytes, nowNanos - reader.canReadSinceNanos);
    }
    reader.copies = reader.isFasterThan(arriving);
    reader.next = next;
    reader.last = last;
    reader.canReadSinceNanos = isHere ? nowNanos : Reader.WAITS;
    reader.atBlockSinceNanos = nowNanos;
    reader.begun |= isHere;
    crowdsChanged = true;
    return isJump;
  }

  /** A copy that waits for long may be somebody's picture after all. */
  void timePassed(long nowNanos) {
    for (Reader reader : readers.values()) {
      if (reader.copies
          && reader.canReadSinceNanos == Reader.WAITS
          && nowNanos - reader.atBlockSinceNanos > COPY_WAIT_NANOS_MAX) {
        reader.copies = false;
        reader.tookBytes = 0;
        crowdsChanged = true;
      }
    }
  }

  /** All of {@code first} to {@code last} is wanted, in any order. */
  void downloads(long id, int first, int last) {
    Reader reader = new Reader(first, 0, false);
    reader.last = last;
    reader.downloads = true;
    readers.put(id, reader);
    crowdsChanged = true;
  }

  void gone(long id) {
    readers.remove(id);
    crowdsChanged = true;
  }

  void arrived(int block, long nowNanos) {
    for (Reader reader : readers.values()) {
      if (!reader.downloads && reader.next == block) {
        reader.canReadSinceNanos = nowNanos;
        reader.begun = true;
      }
    }
  }

  boolean isEmpty() {
    return readers.isEmpty();
  }

  /** Whether a player has come or jumped and waits for its first block. */
  boolean isBeginning() {
    return readers.values().stream().anyMatch(each -> !each.downloads && !each.begun);
  }

  /**
   * What players that have just come begin with, as far as it is not in {@code held}.
   *
   * @param ofAll of those that jumped, too; else only of the first player, at its first place
   */
  BitSet opening(BitSet held, boolean ofAll, long nowNanos) {
    BitSet opening = new BitSet();
    for (Reader reader : readers.values()) {
      if (!reader.downloads
          && (ofAll || reader.isFirst)
          && nowNanos - reader.cameNanos < OPENING_NANOS) {
        int end =
            Math.min(reader.last + 1, reader.first + blocks(OPENING_BYTES, URGENT_BLOCKS_MIN));
        opening.set(reader.first, Math.max(reader.first, end));
      }
    }
    opening.andNot(held);
    return opening;
  }

  /**
   * Whether the first player has come and read no more than a few blocks. Later ones are none, as players jump by asking anew: those
   * who hold what is before such a place may have jumped away from there.
   */
  boolean isAnyNewcomer() {
    return readers.values().stream().anyMatch(each -> each.newcomerBlocks > 0);
  }

  /** The blocks that players stand at and that are not in {@code held}, ascending. */
  List<Integer> waitedFor(BitSet held) {
    return crowds().keySet().stream().filter(block -> !held.get(block)).toList();
  }

  /**
   * Blocks that players will stand at within two seconds, and that are not in {@code held}.
   *
   * @param arriving bytes per second that come: no player is faster
   */
  BitSet urgent(BitSet held, double arriving) {
    return within(blocksNeededWithin(URGENT_SECONDS, arriving), held);
  }

  /** Blocks that players will stand at within {@code nanos}, as {@link #urgent}. */
  BitSet neededWithin(double nanos, double arriving) {
    return within(blocksNeededWithin(nanos / 1e9, arriving), new BitSet());
  }

  private int blocksNeededWithin(double seconds, double arriving) {
    double pace = Math.min(speed.bytesPerSecond(), arriving);
    return blocks((long) Math.min(windowBytes(), pace * seconds), URGENT_BLOCKS_MIN);
  }

  /** Blocks in some player's window that are not in {@code held}. */
  BitSet ahead(BitSet held) {
    return within(windowBlocks(), held);
  }

  /** Blocks that downloads and copies ask for and that are not in {@code held}. */
  BitSet downloads(BitSet held) {
    BitSet wanted = new BitSet();
    for (Reader reader : readers.values()) {
      if (reader.downloads) {
        wanted.set(reader.next, reader.last + 1);
      } else if (reader.copies) {
        wanted.set(
            reader.next, (int) Math.min(reader.last, (long) reader.next + windowBlocks() - 1) + 1);
      }
    }
    wanted.andNot(held);
    return wanted;
  }

  /** All that is wanted, and of players twice their windows: what hosts are asked for. */
  BlockSet horizon() {
    BitSet horizon = within(2 * windowBlocks(), new BitSet());
    horizon.or(downloads(new BitSet()));
    return BlockSet.of(horizon);
  }

  private int windowBlocks() {
    return blocks(windowBytes(), URGENT_BLOCKS_MIN);
  }

  private long windowBytes() {
    double read = speed.bytesPerSecond() * limits.windowTime().toNanos() / 1e9;
    return read == 0
        ? limits.windowBytes()
        : (long) Math.max(limits.windowBytesMin(), Math.min(limits.windowBytesMax(), read));
  }

  private int blocks(long bytes, int atLeast) {
    return (int) Math.max(atLeast, bytes / layout.blockSize());
  }

  private BitSet within(int blocks, BitSet held) {
    BitSet within = new BitSet(layout.blockCount());
    crowds()
        .forEach((next, last) ->
            within.set(next, (int) Math.min(last, (long) next + blocks - 1) + 1));
    within.andNot(held);
    return within;
  }

  /** Where players stand, and how far the farthest of those there will read. */
  private TreeMap<Integer, Integer> crowds() {
    if (crowdsChanged) {
      crowdsChanged = false;
      playing.clear();
      for (Reader reader : readers.values()) {
        if (!reader.downloads && !reader.copies) {
          playing.merge(reader.next, reader.last, Math::max);
        }
      }
    }
    return playing;
  }

  private static final class Reader {
    static final long WAITS = Long.MIN_VALUE;

    final int first;
    final long cameNanos;
    final boolean isFirst;
    int next;
    int last;
    boolean downloads;
    boolean copies;
    boolean begun;
    private final RateMeter pace = new RateMeter(SPEED_MEMORY);
    private long tookBytes;
    long atBlockSinceNanos;

    /** How many more blocks it is a newcomer for. */
    int newcomerBlocks;

    /** Since when the block it stands at is here. */
    long canReadSinceNanos = WAITS;

    Reader(int first, long cameNanos, boolean isFirst) {
      this.first = first;
      this.next = first;
      this.cameNanos = cameNanos;
      this.isFirst = isFirst;
      this.newcomerBlocks = isFirst ? NEWCOMER_BLOCKS : 0;
    }

    void took(int bytes, long nanos) {
      newcomerBlocks--;
      pace.add(bytes, nanos);
      tookBytes += bytes;
    }

    boolean jumpsTo(int block) {
      return block < next || block > next + 1;
    }

    boolean isFasterThan(double arriving) {
      return tookBytes >= COPIED_BYTES_MIN
          && pace.bytesPerSecond() > COPIES_TIMES_FASTER * arriving;
    }
  }
}
