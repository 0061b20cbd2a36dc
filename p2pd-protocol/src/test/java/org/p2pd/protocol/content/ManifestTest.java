package org.p2pd.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;

class ManifestTest {
  private static final BlockLayout LAYOUT = new BlockLayout(20_000, 16 << 10);

  @Test
  void requireId_ofAnotherContent_isRefused() {
    Manifest manifest = new Manifest(LAYOUT, new byte[64], null, null);
    assertThat(manifest.requireId(manifest.contentId())).isSameAs(manifest);
    assertThatThrownBy(() -> manifest.requireId(new ContentId("0".repeat(64))))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("computed from the manifest");
  }

  @Test
  void digests_notOnePerBlock_areRefused() {
    for (int bytes : new int[] {0, 32, 63, 96}) {
      assertThatThrownBy(() -> new Manifest(LAYOUT, new byte[bytes], null, null))
          .isInstanceOf(MalformedValueException.class)
          .hasMessageContaining("2 digests of 32 bytes");
    }
    assertThatThrownBy(() -> Manifest.ofBase64(LAYOUT, "not base64!", null, null))
        .isInstanceOf(MalformedValueException.class);
  }

  @Test
  void digests_changedLater_leaveTheManifest() {
    byte[] digests = new byte[64];
    Manifest manifest = new Manifest(LAYOUT, digests, null, "video/mp4");
    digests[0] = 1;
    manifest.rawBlockDigests()[1] = 1;
    assertThat(manifest.blockDigest(0)).isEqualTo(Digest.ofRaw(new byte[32]));
    assertThatThrownBy(() -> manifest.blockDigest(2)).isInstanceOf(MalformedValueException.class);
  }
}
