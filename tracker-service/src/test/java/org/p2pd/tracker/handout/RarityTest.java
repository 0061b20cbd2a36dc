package org.p2pd.tracker.handout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.dial.Reach;

@NullUnmarked
class RarityTest {
  private static final BlockSet MUCH = BlockSet.first(Rarity.MUCH);

  private final Random random = new Random(20_261_121);

  @Test
  void holderOfWhatFewHave_countsMore() {
    List<Candidate> candidates = Stream.of("0-99", "0-99", "0-99", "0-99,120-127", "120-123")
        .map(this::holder)
        .toList();

    Rarity rarity = Rarity.of(MUCH, candidates.stream());

    assertThat(rarity.factor(BlockSet.parse("0-99"))).isEqualTo(1);
    assertThat(rarity.factor(BlockSet.parse("0-99,120-127"))).isEqualTo(3);
    assertThat(rarity.factor(BlockSet.parse("120-123"))).isEqualTo(2);
  }

  @Test
  void completeHolders_makeNothingCommonAndCountAsBefore() {
    List<Candidate> candidates = Stream.of("*", "*", "*", "5").map(this::holder).toList();

    Rarity rarity = Rarity.of(MUCH, candidates.stream());

    assertThat(rarity.factor(BlockSet.everything())).isEqualTo(1);
    assertThat(rarity.factor(BlockSet.of(5))).isEqualTo(3);
  }

  @Test
  void whoWantsLittle_getsWhatItWantsHoweverCommon() {
    Rarity rarity = Rarity.of(BlockSet.first(Rarity.MUCH - 1), Stream.of(holder("5")));

    assertThat(rarity.factor(BlockSet.of(5))).isEqualTo(1);
  }

  private Candidate holder(String held) {
    return new Candidate(
        HostId.random(random),
        "http://h",
        HostRole.AGENT,
        null,
        "203.0.113.0/24",
        Reach.PUBLIC,
        false,
        false,
        true,
        false,
        BlockSet.parse(held),
        0,
        0);
  }
}
