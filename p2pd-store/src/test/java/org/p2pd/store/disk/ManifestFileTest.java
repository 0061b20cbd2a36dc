package org.p2pd.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.random.Seeded;

@Seeded
class ManifestFileTest {
  private static final Manifest MANIFEST = new Manifest(
      new BlockLayout(100_000, 65_536),
      new byte[2 * Digest.BYTES],
      Digest.of(new byte[] {1}),
      "video/mp4");

  @Test
  void read_whatWasWritten_isEqual() {
    Manifest read = ManifestFile.read(ManifestFile.write(MANIFEST));

    assertThat(read).isEqualTo(MANIFEST);
    assertThat(read.digest()).isEqualTo(MANIFEST.digest());
    assertThat(read.mediaType()).isEqualTo("video/mp4");
  }

  @Test
  void read_emptyContentWithoutHints_isEqual() {
    Manifest empty = new Manifest(new BlockLayout(0, 262_144), new byte[0], null, null);
    Manifest read = ManifestFile.read(ManifestFile.write(empty));

    assertThat(read).isEqualTo(empty);
    assertThat(read.digest()).isNull();
    assertThat(read.mediaType()).isNull();
  }

  @Test
  void write_mediaTypeWithLineFeed_leavesItOut() {
    Manifest sly = new Manifest(MANIFEST.layout(), MANIFEST.rawBlockDigests(), null, "a\nb");

    assertThat(ManifestFile.read(ManifestFile.write(sly)).mediaType()).isNull();
  }

  @Test
  void read_anyBitFlippedOrByteMissing_isRefused(RandomGenerator random) {
    byte[] good = ManifestFile.write(MANIFEST);
    for (int i = 0; i < 200; i++) {
      byte[] flipped = good.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> ManifestFile.read(flipped))
          .isInstanceOf(IllegalArgumentException.class);
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
      assertThatThrownBy(() -> ManifestFile.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
