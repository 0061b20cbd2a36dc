package org.p2pd.protocol.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.testkit.random.Seeded;

@Seeded
class ContentNameTest {
  private static final String ALPHABET =
      "aZ09-._~ %+:/?#[]@!$&'()*,;=\\\"<>|^`{}\u00fc\u20ac\ud83c\udf9e\n\u0001";

  @RepeatedTest(200)
  void parse_whateverItAccepts_isNormalised(RandomGenerator random) {
    String url = "http://cdn.example.com/" + text(random);
    ContentName name;
    try {
      name = ContentName.parse(url);
    } catch (MalformedValueException e) {
      return;
    }
    assertThat(ContentName.parse(name.url())).isEqualTo(name);
    assertThat(name.url()).matches("http://cdn\\.example\\.com(/([A-Za-z0-9._~-]|%[0-9A-F]{2})+)+");
  }

  @RepeatedTest(200)
  void parse_fullyEncodedPath_isTheSameName(RandomGenerator random) {
    String text = text(random).replaceAll("[%/?#]", "x");
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      encoded.append(String.format("%%%02x", b));
    }
    String start = "http://cdn.example.com/x";
    assertThat(ContentName.parse(start + encoded)).isEqualTo(ContentName.parse(start + text));
    assertThat(ContentName.parse(start + encoded).fileName()).isEqualTo("x" + text);
  }

  @Test
  void normaliseAuthority_ofHostHeader_isLowerCaseWithoutPort80() {
    assertThat(ContentName.normaliseAuthority("CDN.example.com:80")).isEqualTo("cdn.example.com");
    assertThat(ContentName.normaliseAuthority("[::1]:8080")).isEqualTo("[::1]:8080");
    assertThatThrownBy(() -> ContentName.normaliseAuthority("a/b"))
        .isInstanceOf(MalformedValueException.class);
  }

  @Test
  void parse_loneSurrogate_isRefused() {
    assertThatThrownBy(() -> ContentName.parse("http://cdn.example.com/a\ud800b"))
        .isInstanceOf(MalformedValueException.class);
  }

  @Test
  void constructor_longestPathAndAnAuthority_isRefusedAsAWhole() {
    String path = "/" + "a".repeat(ContentName.CHARS_MAX - 8);
    assertThatThrownBy(() -> new ContentName("cdn.example.com", path))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("at most 4096 characters");
  }

  @Test
  void message_ofMalformedName_showsItWithoutControlCharacters() {
    assertThatThrownBy(() -> ContentName.parse("gopher://a\r\nSet-Cookie: x"))
        .hasMessage("url: gopher://a??Set-Cookie: x"
            + " (expected: http://authority/path (or https, spp))");
  }

  private static String text(RandomGenerator random) {
    int[] characters = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(1, 12); length > 0; length--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}
