package org.p2pd.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.Digest;
import org.p2pd.testkit.random.Seeded;

@Seeded
class BlockTableTest {
  private final BlockTable table = new BlockTable();
  private final Map<Digest, Block> expected = new HashMap<>();

  /** Digests that hash to few places, the last ones among them: runs grow long, and go round the end. */
  private static Digest crowded(RandomGenerator random) {
    byte[] raw = new byte[Digest.BYTES];
    ByteBuffer.wrap(raw).putInt(-random.nextInt(4));
    raw[31] = (byte) random.nextInt(100);
    return Digest.ofRaw(raw);
  }

  @Test
  void addAndRemove_atRandom_isAMap(RandomGenerator random) {
    for (int step = 0; step < 100_000; step++) {
      Digest digest = crowded(random);
      if (random.nextInt(100) < 55 && !expected.containsKey(digest)) {
        Block block = new Block(digest, 1, Block.State.RESIDENT);
        expected.put(digest, block);
        table.add(block);
      } else if (random.nextBoolean()) {
        expected.remove(digest);
        table.remove(digest);
      }
      Digest other = crowded(random);
      assertThat(table.get(other)).isSameAs(expected.get(other));
    }
    expected.forEach((digest, block) -> assertThat(table.get(digest)).isSameAs(block));
  }
}
