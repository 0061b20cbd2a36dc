package org.p2pd.agent.proxy.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.testkit.random.Seeded;

@Seeded
class TargetCharactersTest {
  private static final int TARGETS = 2_000;

  @ParameterizedTest
  @CsvSource({
    "/a/b.mp4?x=1&y=%20, /a/b.mp4?x=1&y=%20",
    "/cdn.example.com/film [1].mp4, /cdn.example.com/film%20%5B1%5D.mp4",
    "http://a.example.com/x|y?q={z}^, http://a.example.com/x%7Cy?q=%7Bz%7D%5E",
    "http://[::1]:7080/a[1], http://[::1]:7080/a%5B1%5D",
    "/[::1]:7080/a, /%5B::1%5D:7080/a",
    "/100%, /100%25",
    "/50%zz%4, /50%25zz%254",
    "/gr\u00c3\u00bcn, /gr%C3%BCn",
    "*, *"
  })
  void encoded_isWhatAUriMayBe(String sent, String encoded) {
    assertThat(TargetCharacters.encoded(sent)).isEqualTo(encoded);
  }

  @Test
  void inAscii_keepsWhatWasSent() {
    assertThat(TargetCharacters.inAscii("/a|b?{c}=[%zz]\u00fc")).isEqualTo("/a|b?{c}=[%zz]%FC");
  }

  @Test
  void encoded_anyBytesInAPath_areAUri(RandomGenerator random) {
    for (int n = 0; n < TARGETS; n++) {
      StringBuilder target = new StringBuilder("/");
      random.ints(12, 1, 256).filter(c -> c != '#').forEach(c -> target.append((char) c));

      String encoded = TargetCharacters.encoded(target.toString());

      assertThat(URI.create("http://localhost" + encoded).getRawPath()).isNotNull();
      assertThat(TargetCharacters.encoded(encoded)).isEqualTo(encoded);
    }
  }
}
