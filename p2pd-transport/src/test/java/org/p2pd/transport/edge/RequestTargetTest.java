package org.p2pd.transport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.testkit.random.Seeded;

@Seeded
class RequestTargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '!',
      value = {
        "/Film%20[1080p].mp4 /Film%20%5B1080p%5D.mp4",
        "/a|b\\c^d`e{f}\"g<h>.mp4 /a%7Cb%5Cc%5Ed%60e%7Bf%7D%22g%3Ch%3E.mp4",
        // ß as the two bytes that it is in UTF-8, one of which is a control character by itself.
        "/Gr\u00c3\u009fe /Gr%C3%9Fe",
        "/x?a[]=1|2&b=100% /x?a%5B%5D=1%7C2&b=100%25",
        "/x?%zz /x?%25zz",
        "http://[::1]:7080/[x] http://[::1]:7080/%5Bx%5D",
      })
  void encoded_whatNoUriHas_isEncoded(String target, String uri) {
    assertThat(RequestTarget.encoded(target)).isEqualTo(uri);
    assertThat(URI.create(uri)).hasToString(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/film.mp4?download",
        "/a%20b;c=1,2/~x!$&'()*+:@-._",
        "/%zz",
        "/../%2e%2e/etc/passwd",
        "*",
        "[::1]:443",
        "http://[::1]",
        "http://films.example/film.mp4?x=%5B"
      })
  void encoded_allElse_staysAsItIs(String target) {
    assertThat(RequestTarget.encoded(target)).isSameAs(target);
  }

  @Test
  void encoded_anyBytes_areOfAUri_andMeanTheSame(RandomGenerator random) {
    for (int i = 0; i < 1_000; i++) {
      StringBuilder target = new StringBuilder("/");
      for (int n = random.nextInt(20); n > 0; n--) {
        char c = (char) random.nextInt('!', 0x100);
        target.append(c == '%' || c == '#' || c == '?' ? "x" : c);
      }
      String encoded = RequestTarget.encoded(target.toString());

      assertThat(URI.create("http://x" + encoded).getRawPath()).isEqualTo(encoded);
      assertThat(org.springframework.web.util.UriUtils.decode(
              encoded, java.nio.charset.StandardCharsets.ISO_8859_1))
          .isEqualTo(target.toString());
    }
  }
}
