package org.p2pd.cache.film;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;

class CacheStatusTest {
  private static final BlockSet TOUCHED = BlockSet.range(2, 5);

  @Test
  void toField_nothingMissing_isHit() {
    assertThat(CacheStatus.of(TOUCHED, BlockSet.empty(), true, false).toField(42))
        .isEqualTo("p2pd; hit; ttl=42");
  }

  @Test
  void toField_allMissing_isMissThatIsStored() {
    assertThat(CacheStatus.of(TOUCHED, TOUCHED, true, true).toField(42))
        .isEqualTo("p2pd; fwd=miss; stored; collapsed");
  }

  @Test
  void toField_someMissingAndDiskFull_isPartialAndNotStored() {
    assertThat(CacheStatus.of(TOUCHED, BlockSet.of(3), false, false).toField(42))
        .isEqualTo("p2pd; fwd=partial");
  }
}
