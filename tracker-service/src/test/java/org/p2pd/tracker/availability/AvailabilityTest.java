package org.p2pd.tracker.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;

class AvailabilityTest {
  private static final ContentId FILM = new ContentId("0".repeat(64));

  @Test
  void fewBlocks_eachIsAPart() {
    Availability read = Availability.of(FILM, 4, 2, 2, held("0-1", "1"));

    assertThat(read.holders()).containsExactly(3L, 4L, 2L, 2L);
    assertThat(read.rarestBlock()).isEqualTo(2);
    assertThat(read.rarestHolders()).isEqualTo(2);
  }

  @Test
  void manyBlocks_aPartIsAsGoodAsItsRarestBlock() {
    Availability read = Availability.of(FILM, 130, 0, 1, held("0-64,66-129"));

    assertThat(read.holders()).hasSize(Availability.PARTS_MAX);
    assertThat(read.holders().get(32)).isZero();
    assertThat(read.holders()).filteredOn(count -> count == 1).hasSize(63);
    assertThat(read.rarestBlock()).isEqualTo(65);
  }

  @Test
  void sampleOfManyHolders_isTakenForAll() {
    Availability read = Availability.of(FILM, 2, 10, 1_000, held("0", "0", "0-1", "1"));

    assertThat(read.sampled()).isEqualTo(4);
    assertThat(read.holders()).containsExactly(760L, 510L);
  }

  @Test
  void nobodyHoldsAPart_countsAreOfTheComplete() {
    assertThat(Availability.of(FILM, 3, 5, 0, List.of()).holders()).containsExactly(5L, 5L, 5L);
  }

  @Test
  void emptyFilm_hasNoParts() {
    Availability read = Availability.of(FILM, 0, 5, 0, List.of());

    assertThat(read.holders()).isEmpty();
    assertThat(read.rarestBlock()).isEqualTo(-1);
    assertThat(read.rarestHolders()).isEqualTo(5);
  }

  private static List<BlockSet> held(String... sets) {
    return Stream.of(sets).map(BlockSet::parse).toList();
  }
}
