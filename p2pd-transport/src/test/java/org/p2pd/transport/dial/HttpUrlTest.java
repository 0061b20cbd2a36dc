package org.p2pd.transport.dial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example",
        "https://a.example:8443/films?x=1",
        "http://[::1]:7070",
        "http://user@a.example/"
      })
  void of_serversUrl_isThatUrl(String text) {
    assertThat(HttpUrl.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.example:7070",
        "//a.example/",
        "ftp://a.example/",
        "HTTP://a.example/",
        "http:/films",
        "http:///films",
        "http:films",
        "http://a b/",
        "http://a.example:port/"
      })
  void of_anythingElse_isNull(String text) {
    assertThat(HttpUrl.of(text)).isNull();
  }
}
