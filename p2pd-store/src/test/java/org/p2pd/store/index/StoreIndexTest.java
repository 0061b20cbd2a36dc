package org.p2pd.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.eviction.S3Fifo;
import org.p2pd.testkit.random.Seeded;

@Seeded
class StoreIndexTest {
  private static final int BLOCK_SIZE = BlockLayout.BLOCK_SIZE_MIN;

  /** Few digests, so that contents share blocks and repeat them. */
  private static final int DIGESTS = 40;

  private final StoreIndex index = new StoreIndex(Long.MAX_VALUE / 2, new S3Fifo(1 << 20));

  private static Digest digest(int number) {
    return Digest.of(new byte[] {(byte) number});
  }

  private static Manifest manifest(int... digests) {
    byte[] raw = new byte[digests.length * Digest.BYTES];
    for (int i = 0; i < digests.length; i++) {
      System.arraycopy(digest(digests[i]).toRaw(), 0, raw, i * Digest.BYTES, Digest.BYTES);
    }
    return new Manifest(
        new BlockLayout((long) digests.length * BLOCK_SIZE, BLOCK_SIZE), raw, null, null);
  }

  private void write(Digest digest) {
    index.written(index.beginWrite(digest, BLOCK_SIZE), 0);
  }

  @Test
  void held_blockOfTwoContentsTwiceInOne_countsEverywhere() {
    Manifest twice = manifest(1, 2, 1);
    Manifest once = manifest(3, 1);
    index.register(twice);
    index.register(once);

    write(digest(1));

    assertThat(index.held(twice.contentId())).hasToString("0,2");
    assertThat(index.held(once.contentId())).hasToString("1");
    assertThat(index.takeChanges())
        .containsExactlyInAnyOrder(
            new Change(twice.contentId(), 0, true),
            new Change(twice.contentId(), 2, true),
            new Change(once.contentId(), 1, true));
  }

  @Test
  void register_blocksThereAlready_countAndAreTold() {
    write(digest(1));
    index.register(manifest(0, 1));

    assertThat(index.held(manifest(0, 1).contentId())).isEqualTo(BlockSet.of(1));
    assertThat(index.takeChanges())
        .containsExactly(new Change(manifest(0, 1).contentId(), 1, true));
  }

  @Test
  void register_mostEqualBlocks_comesAndGoesQuickly() {
    Manifest zeros = manifest(new int[BlockLayout.BLOCKS_MAX]);
    for (int i = 0; i < 20; i++) {
      assertThat(index.register(zeros)).isTrue();
      index.forget(zeros.contentId());
    }
    assertThat(index.contents()).isEmpty();
  }

  @Test
  void anything_random_agreesWithPlainSets(RandomGenerator random) {
    Map<ContentId, Manifest> contents = new HashMap<>();
    Set<Digest> present = new HashSet<>();
    for (int step = 0; step < 3_000; step++) {
      int[] numbers = random.ints(random.nextInt(1, 90), 0, DIGESTS).toArray();
      Digest digest = digest(numbers[0]);
      Block block = index.find(digest);
      switch (random.nextInt(5)) {
        case 0 -> {
          Manifest manifest = manifest(numbers);
          index.register(manifest);
          contents.put(manifest.contentId(), manifest);
        }
        case 1 -> forgetAny(contents, present, random);
        default -> {
          if (block == null) {
            write(digest);
            present.add(digest);
          } else {
            drop(block, present);
          }
        }
      }
      contents
          .values()
          .forEach(m -> assertThat(index.held(m.contentId())).isEqualTo(expected(m, present)));
      assertThat(index.residents()).isEqualTo(present.size());
    }
  }

  private void drop(Block block, Set<Digest> present) {
    index.drop(block);
    index.deleted(block, true);
    present.remove(block.digest());
  }

  private void forgetAny(
      Map<ContentId, Manifest> contents, Set<Digest> present, RandomGenerator random) {
    if (contents.isEmpty()) {
      return;
    }
    List<ContentId> ids = new ArrayList<>(contents.keySet());
    ContentId id = ids.get(random.nextInt(ids.size()));
    contents.remove(id);
    index.forget(id).forEach(block -> drop(block, present));
  }

  private static BlockSet expected(Manifest manifest, Set<Digest> present) {
    BitSet bits = new BitSet();
    for (int i = 0; i < manifest.blockCount(); i++) {
      bits.set(i, present.contains(manifest.blockDigest(i)));
    }
    return BlockSet.of(bits);
  }
}
