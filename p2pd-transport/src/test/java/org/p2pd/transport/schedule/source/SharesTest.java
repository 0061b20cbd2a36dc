package org.p2pd.transport.schedule.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.host.HostId;

class SharesTest {
  private static final int BLOCKS = 1_000;

  @Test
  void own_downloadersKnowEachOther_eachBlockIsExactlyOnes() {
    Random random = new Random(1);
    List<HostId> ids = Stream.generate(() -> HostId.random(random)).limit(10).toList();
    BitSet all = new BitSet();
    int sum = 0;

    for (HostId self : ids) {
      Shares shares = new Shares(BLOCKS);
      shares.knownAs(self);
      ids.forEach(shares::heardOf);
      all.or(shares.own());
      sum += shares.own().cardinality();
      assertThat(shares.own().cardinality()).isBetween(50, 150);
    }

    assertThat(all.cardinality()).isEqualTo(BLOCKS);
    assertThat(sum).isEqualTo(BLOCKS);
  }

  @Test
  void isBefore_aBlockIsOwnWhereNobodyIs() {
    Random random = new Random(3);
    List<HostId> others = Stream.generate(() -> HostId.random(random)).limit(10).toList();
    Shares shares = new Shares(BLOCKS);
    shares.knownAs(HostId.random(random));
    others.forEach(shares::heardOf);

    for (int block = 0; block < BLOCKS; block++) {
      int index = block;
      assertThat(others.stream().noneMatch(each -> shares.isBefore(each, index)))
          .isEqualTo(shares.own().get(block));
    }
    assertThat(shares.isBefore(HostId.random(random), 0)).as("a stranger").isFalse();
  }

  @Test
  void failedBy_someOfTheDownloaders_theRestShareAllOfIt() {
    Random random = new Random(2);
    List<HostId> ids = Stream.generate(() -> HostId.random(random)).limit(10).toList();
    List<HostId> bad = ids.subList(0, 5);
    BitSet all = new BitSet();
    int sum = 0;

    for (HostId self : ids.subList(5, 10)) {
      Shares shares = new Shares(BLOCKS);
      shares.knownAs(self);
      ids.forEach(shares::heardOf);
      bad.forEach(shares::failedBy);
      all.or(shares.own());
      sum += shares.own().cardinality();
    }

    assertThat(all.cardinality()).isEqualTo(BLOCKS);
    assertThat(sum).isEqualTo(BLOCKS);
  }

  @Test
  void own_notRegistered_isEverything() {
    Shares shares = new Shares(BLOCKS);
    shares.heardOf(HostId.random(new Random(1)));

    assertThat(shares.own().cardinality()).isEqualTo(BLOCKS);
  }
}
