package org.p2pd.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.testkit.random.Seeded;

@Seeded
class DigestTest {
  @RepeatedTest(50)
  void forms_always_leadBack(RandomGenerator random) {
    byte[] raw = new byte[Digest.BYTES];
    random.nextBytes(raw);
    Digest digest = Digest.ofRaw(raw);

    assertThat(Digest.ofBase64(digest.base64())).isEqualTo(digest);
    assertThat(Digest.ofBase64Url(digest.base64Url())).isEqualTo(digest);
    assertThat(Digest.ofNi(digest.niName())).isEqualTo(digest);
    assertThat(Digest.ofHex(digest.hex())).isEqualTo(digest).hasSameHashCodeAs(digest);
    assertThat(digest.toRaw()).isEqualTo(raw);
  }

  @RepeatedTest(20)
  void of_bytesInPieces_isTheSame(RandomGenerator random) {
    byte[] data = new byte[random.nextInt(10_000)];
    random.nextBytes(data);
    int cut = random.nextInt(data.length + 1);
    ByteBuffer head = ByteBuffer.wrap(data, 0, cut);
    ByteBuffer tail = ByteBuffer.wrap(data, cut, data.length - cut);

    assertThat(Digest.of(head, tail)).isEqualTo(Digest.of(data));
    assertThat(head.position()).as("left as it was").isZero();
  }

  @Test
  void hex_upperCase_isRefused() {
    assertThatThrownBy(() -> Digest.ofHex("A".repeat(64)))
        .isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> new ContentId("0".repeat(63)))
        .isInstanceOf(MalformedValueException.class);
  }

  @Test
  void raw_changedLater_leavesTheDigest() {
    byte[] raw = new byte[Digest.BYTES];
    Digest digest = Digest.ofRaw(raw);
    raw[0] = 1;
    digest.toRaw()[1] = 1;
    assertThat(digest.hex()).isEqualTo("0".repeat(64));
  }
}
