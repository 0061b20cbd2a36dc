package org.p2pd.cache.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteNameTest {
  @Test
  void choose_servedHost_isThatSite() {
    assertThat(SiteName.choose("CDN.example.com:80", List.of("a.org", "cdn.example.com")))
        .isEqualTo("cdn.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:7090",
        "127.0.0.1:7090",
        "10.0.0.3",
        "[::1]:7090",
        "[fd00::1]"
      })
  void choose_hostThatSaysNothing_isTheOnlySite(String host) {
    assertThat(SiteName.choose(host, List.of("cdn.example.com"))).isEqualTo("cdn.example.com");
    assertThat(SiteName.choose(host, List.of("a.org", "b.org"))).isNull();
    assertThat(SiteName.choose(host, List.of())).isNull();
  }

  @Test
  void choose_localhostThatIsASite_isThatSite() {
    assertThat(SiteName.choose("localhost:7080", List.of("a.org", "localhost:7080")))
        .isEqualTo("localhost:7080");
  }

  @Test
  void choose_otherHost_isNone() {
    assertThat(SiteName.choose("evil.example.org", List.of("cdn.example.com"))).isNull();
  }
}
