package org.p2pd.protocol.publication;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.testkit.random.Seeded;

@Seeded
class PublicationTest {
  private static final byte[] SEED = new byte[PublisherKey.BYTES];

  @RepeatedTest(5)
  void signature_ofRandomKey_holdsForExactlyThatPublication(RandomGenerator random) {
    byte[] seed = new byte[PublisherKey.BYTES];
    random.nextBytes(seed);
    Publication signed = PublisherKey.ofSeed(seed).sign(publication("video/mp4", List.of(), 1));
    Publication other = publication("video/mp4", List.of(), 2);
    Publication forged =
        other.signed(requireNonNull(signed.publisher()), requireNonNull(signed.signature()));

    assertThat(signed.hasValidSignature()).isTrue();
    assertThat(forged.hasValidSignature()).isFalse();
    assertThat(other.hasValidSignature()).as("unsigned").isFalse();
  }

  @Test
  void verify_malformedKeyOrSignature_isFalse() {
    Publication signed = PublisherKey.ofSeed(SEED).sign(publication("video/mp4", List.of(), 1));
    String publisher = requireNonNull(signed.publisher());
    String signature = requireNonNull(signed.signature());
    for (String nonsense : List.of("", "!", "AAAA", "A".repeat(86) + "==")) {
      assertThat(PublisherKey.verify(nonsense, signature, signed.signedText())).isFalse();
      assertThat(PublisherKey.verify(publisher, nonsense, signed.signedText())).isFalse();
    }
  }

  @Test
  void mediaTypeOrMirror_withLineOrSpace_isRefusedSinceItWouldBlurTheSignedText() {
    assertThatThrownBy(() -> publication("video/mp4\n1", List.of(), 1))
        .isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> publication("video/mp4", List.of("http://a/b http://c/d"), 1))
        .isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> publication("video/mp4", List.of("http://a/b\n"), 1))
        .isInstanceOf(MalformedValueException.class);
  }

  @Test
  void seed_ofWrongLength_isRefused() {
    assertThatThrownBy(() -> PublisherKey.ofSeed(new byte[31]))
        .isInstanceOf(MalformedValueException.class)
        .hasMessage("signing key: 31 bytes (expected: 32 bytes)");
  }

  private static Publication publication(String mediaType, List<String> mirrors, long version) {
    return new Publication(
        ContentName.parse("http://cdn.example.com/film.mp4"),
        new ContentId("0".repeat(64)),
        0,
        256 << 10,
        Digest.of(new byte[0]),
        mediaType,
        0,
        version,
        0,
        true,
        mirrors,
        null,
        null);
  }
}
