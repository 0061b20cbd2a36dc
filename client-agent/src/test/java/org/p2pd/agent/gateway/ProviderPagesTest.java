package org.p2pd.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderPagesTest {
  @ParameterizedTest
  @CsvSource({
    "films.example.org, films.example.org",
    "example.org, media.example.org",
    "www.example.org, media.example.org",
    "www.example.org, example.org",
    "media.example.org, www.example.org",
    "blog.example.org, example.org",
    "example.co.uk, media.example.co.uk",
    "www.example.co.uk, media.example.co.uk",
    "www.bbc.de, media.bbc.de",
    "media, media",
    "192.0.2.1, 192.0.2.1",
    "[2001:db8::1], [2001:db8::1]"
  })
  void include_theProvidersOwn_areIncluded(String page, String film) {
    assertThat(ProviderPages.include(page, film)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "other.co.uk, example.co.uk",
    "www.other.co.uk, example.co.uk",
    "other.github.io, example.github.io",
    "www.co.uk, example.co.uk",
    "www.org, example.org",
    "org, example.org",
    "www.org, www.example.org",
    "other.org, www.org",
    "notexample.org, example.org",
    "blog.example.org, media.example.org",
    "www.media, media",
    "192.0.2.9, 192.0.2.1",
    "null, example.org"
  })
  void include_strangers_areNot(String page, String film) {
    assertThat(ProviderPages.include(page, film)).isFalse();
  }
}
