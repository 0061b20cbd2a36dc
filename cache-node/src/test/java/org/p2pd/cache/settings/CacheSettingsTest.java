package org.p2pd.cache.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class CacheSettingsTest {
  private static CacheSettings settings(
      @Nullable List<String> authorities, @Nullable List<String> networks) {
    return new CacheSettings(
        List.of(Path.of("cache")),
        DataSize.ofGigabytes(1),
        DataSize.ofMegabytes(0),
        authorities,
        networks,
        null,
        null,
        null);
  }

  private static CacheSettings parent(String parent) {
    return new CacheSettings(
        List.of(Path.of("cache")),
        DataSize.ofGigabytes(1),
        DataSize.ofMegabytes(0),
        null,
        null,
        parent,
        null,
        null);
  }

  @Test
  void directories_oneInTheOther_areRefused() {
    assertThatThrownBy(() -> new CacheSettings(
            List.of(Path.of("/disk1/cache"), Path.of("/disk2/../disk1/cache/more")),
            DataSize.ofGigabytes(1),
            DataSize.ofMegabytes(0),
            null,
            null,
            null,
            null,
            null))
        .hasMessageContaining("P2PD_CACHE_DIRECTORY")
        .hasMessageContaining("none is another or lies in another");
  }

  @Test
  void networks_unsetWithAuthorities_areEveryone() {
    assertThat(settings(List.of("cdn.example.com"), null).fetchNetworks())
        .containsExactly("0.0.0.0/0", "::/0");
  }

  @Test
  void networks_unsetWithoutAuthorities_areNear() {
    assertThat(settings(null, null).fetchNetworks())
        .contains("127.0.0.0/8", "::1/128", "10.0.0.0/8", "fc00::/7")
        .doesNotContain("0.0.0.0/0");
  }

  @Test
  void networks_empty_areNobody() {
    assertThat(settings(List.of("cdn.example.com"), List.of()).fetchNetworks()).isEmpty();
  }

  @Test
  void networks_malformed_areRefusedWithAnExample() {
    assertThatThrownBy(() -> settings(null, List.of("10.1.0.0/99")))
        .hasMessageContaining("10.1.0.0/99")
        .hasMessageContaining("10.1.0.0/16");
  }

  @Test
  void authorities_anySpelling_areNormalised() {
    assertThat(settings(List.of("CDN.Example.com:80", "[0:0::1]:7080"), null).servedAuthorities())
        .containsExactly("cdn.example.com", "[::1]:7080");
  }

  @Test
  void parent_bareHost_isHttp() {
    assertThat(parent("10.0.0.1").parent()).isEqualTo("http://10.0.0.1");
    assertThat(parent("http://up.example.com:7090/").parent())
        .isEqualTo("http://up.example.com:7090");
    assertThat(parent(" ").parent()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "http://x/path", "http://", "a b"})
  void parent_noBaseUrl_isRefused(String text) {
    assertThatThrownBy(() -> parent(text)).hasMessageContaining("P2PD_CACHE_PARENT: " + text);
  }

  @Test
  void size_tooSmall_saysWhatIsExpected() {
    assertThatThrownBy(() -> new CacheSettings(
            List.of(Path.of("cache")),
            DataSize.ofKilobytes(5),
            DataSize.ofMegabytes(0),
            null,
            null,
            null,
            null,
            null))
        .hasMessageContaining("P2PD_CACHE_SIZE")
        .hasMessageContaining("at least 1MB");
  }

  @Test
  void url_withoutToken_saysWhatIsMissing() {
    assertThatThrownBy(() -> new CacheSettings(
            List.of(Path.of("cache")),
            DataSize.ofGigabytes(1),
            DataSize.ofMegabytes(0),
            null,
            null,
            null,
            "http://cache.example.com:7090",
            null))
        .hasMessageContaining("P2PD_CACHE_TOKEN");
  }

  @Test
  void toString_withToken_keepsItSecret() {
    CacheSettings settings = new CacheSettings(
        List.of(Path.of("cache")),
        DataSize.ofGigabytes(1),
        DataSize.ofMegabytes(0),
        null,
        null,
        null,
        null,
        "secret");

    assertThat(settings.toString()).doesNotContain("secret");
  }
}
