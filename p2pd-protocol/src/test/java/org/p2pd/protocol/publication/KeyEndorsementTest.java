package org.p2pd.protocol.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;

class KeyEndorsementTest {
  private static final PublisherKey KEY = PublisherKey.ofSeed(new byte[PublisherKey.BYTES]);
  private static final List<String> NAMES = List.of("cdn.example.org", "localhost:7080");
  private static final List<String> KEYS = List.of("new", KEY.publicKeyBase64());

  @Test
  void text_isLinesEachEndedByALineFeed() {
    assertThat(KeyEndorsement.text(NAMES, List.of("new", "old")))
        .isEqualTo("p2pd-publisher-keys-v1\ncdn.example.org localhost:7080\nnew old\n");
  }

  @Test
  void isValid_ofExactlyTheseNamesAndKeys() {
    KeyEndorsement endorsement = KEY.endorse(NAMES, KEYS);

    assertThat(endorsement.isValid(NAMES, KEYS)).isTrue();
    assertThat(endorsement.isValid(List.of("evil.example"), KEYS)).isFalse();
    assertThat(endorsement.isValid(NAMES, List.of("evil", KEY.publicKeyBase64())))
        .isFalse();
    assertThat(new KeyEndorsement("other", endorsement.signature()).isValid(NAMES, KEYS))
        .isFalse();
  }

  @Test
  void endorse_blankInsideAName_isRefused() {
    assertThatThrownBy(() -> KEY.endorse(List.of("a b"), KEYS))
        .isInstanceOf(MalformedValueException.class);
  }
}
