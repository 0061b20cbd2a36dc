package org.p2pd.agent.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;

class ProvenanceTest {
  private static final int BLOCK = 64 << 10;

  private final Manifest film = film(0);
  private final Provenance provenance = new Provenance();

  /** Ten blocks, the last of 7 bytes. */
  private static Manifest film(int seed) {
    BlockLayout layout = new BlockLayout(9L * BLOCK + 7, BLOCK);
    byte[] digests = new byte[10 * Digest.BYTES];
    digests[0] = (byte) seed;
    return new Manifest(layout, digests, null, "video/mp4");
  }

  @Test
  void picture_blocksOfEverySource_eachIsInOneSet() {
    provenance.requested(film, 0, 7);
    provenance.requested(film, 9, 9);
    provenance.arrived(film, 0, HostRole.ORIGIN);
    provenance.arrived(film, 1, HostRole.MIRROR);
    provenance.arrived(film, 2, HostRole.CACHE);
    provenance.arrived(film, 3, HostRole.AGENT);
    provenance.readFromDisk(film, 3);

    BlockPicture picture = provenance.picture(film, BlockSet.parse("0-3,8"));

    assertThat(picture)
        .isEqualTo(new BlockPicture(
            BlockSet.parse("0-1"),
            BlockSet.parse("2"),
            BlockSet.parse("3"),
            BlockSet.parse("8"),
            BlockSet.parse("4-7,9"),
            new BlockPicture.Bytes(2 * BLOCK, BLOCK, BLOCK, 0)));
    assertThat(sets(picture).mapToInt(BlockSet::size).sum()).isEqualTo(10);
  }

  private static Stream<BlockSet> sets(BlockPicture picture) {
    return Stream.of(
        picture.origin(), picture.cache(), picture.agent(), picture.disk(), picture.fetching());
  }

  @Test
  void picture_filmNobodyFetched_showsTheDiskAsItIs() {
    BlockPicture picture = provenance.picture(film, BlockSet.parse("2-4"));

    assertThat(picture.disk()).hasToString("2-4");
    assertThat(picture.bytes()).isEqualTo(new BlockPicture.Bytes(0, 0, 0, 0));
  }

  @Test
  void readFromDisk_blockThatWasThereBefore_countsOnce() {
    provenance.readFromDisk(film, 9);
    provenance.readFromDisk(film, 9);

    assertThat(provenance.picture(film, BlockSet.of(9)).bytes().disk()).isEqualTo(7);
  }

  @Test
  void readFromDisk_blockThatIsJustBeingStored_wasNotThereBefore() {
    provenance.requested(film, 4, 4);
    provenance.readFromDisk(film, 4);
    assertThat(provenance.picture(film, BlockSet.of(4)).fetching()).hasToString("4");

    provenance.arrived(film, 4, HostRole.CACHE);
    provenance.ended(film, 4, 4);

    BlockPicture picture = provenance.picture(film, BlockSet.of(4));
    assertThat(picture.cache()).hasToString("4");
    assertThat(picture.bytes()).isEqualTo(new BlockPicture.Bytes(0, BLOCK, 0, 0));
  }

  @Test
  void ended_blockNeverArrived_isMissingAgain() {
    provenance.requested(film, 0, 1);
    provenance.requested(film, 1, 1);
    provenance.ended(film, 0, 1);

    assertThat(provenance.picture(film, BlockSet.empty()).fetching()).hasToString("1");

    provenance.ended(film, 1, 1);
    assertThat(provenance.picture(film, BlockSet.empty()).fetching().isEmpty()).isTrue();
  }

  @Test
  void requested_blockThatWasLost_isBeingFetchedAgain() {
    provenance.arrived(film, 5, HostRole.CACHE);
    provenance.requested(film, 5, 5);

    BlockPicture picture = provenance.picture(film, BlockSet.empty());

    assertThat(picture.cache().isEmpty()).isTrue();
    assertThat(picture.fetching()).hasToString("5");
  }

  @Test
  void manyFilms_thoseNotUsedForLongest_areForgotten() {
    provenance.arrived(film, 0, HostRole.CACHE);
    IntStream.range(1, Provenance.FILMS_MAX)
        .forEach(each -> provenance.arrived(film(each), 0, HostRole.CACHE));
    assertThat(provenance.picture(film, BlockSet.of(0)).cache()).hasToString("0");

    provenance.arrived(film(Provenance.FILMS_MAX), 0, HostRole.CACHE);

    assertThat(provenance.picture(film(1), BlockSet.of(0)).cache().isEmpty()).isTrue();
    assertThat(provenance.picture(film, BlockSet.of(0)).cache()).hasToString("0");
  }
}
