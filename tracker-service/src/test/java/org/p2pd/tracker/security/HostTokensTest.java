package org.p2pd.tracker.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

class HostTokensTest {
  private static final HostToken TOKEN = new HostToken(
      new HostId("0123456789abcdef0123456789abcdef"),
      HostRole.CACHE,
      true,
      HostToken.near("Süd.1", "192.0.2.0/24"),
      1_795_000_000_000L);

  private final HostTokens tokens = new HostTokens(List.of("a secret of the operator"));

  @Test
  void writtenToken_isReadBackByAnyReplica() {
    String text = tokens.write(TOKEN);

    assertThat(new HostTokens(List.of("a secret of the operator")).read(text)).contains(TOKEN);
    assertThat(TOKEN.zone()).isEqualTo("Süd.1");
  }

  @Test
  void tokenOfAnotherSecret_isNotRead() {
    assertThat(new HostTokens(List.of("another secret")).read(tokens.write(TOKEN)))
        .isEmpty();
  }

  @Test
  void secretIsChanged_tokensOfBothAreReadAndTheNewOneWrites() {
    HostTokens old = tokens;
    HostTokens both = new HostTokens(List.of("the next secret", "a secret of the operator"));
    HostTokens next = new HostTokens(List.of("the next secret"));

    assertThat(both.read(old.write(TOKEN))).contains(TOKEN);
    assertThat(next.read(both.write(TOKEN))).contains(TOKEN);
    assertThat(next.read(old.write(TOKEN))).isEmpty();
    assertThat(both.everyForm(TOKEN)).containsExactly(next.write(TOKEN), old.write(TOKEN));
  }

  @Test
  void changedToken_isNotRead() {
    String text = tokens.write(TOKEN);
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(tokens.read(changed)).as(changed).isEmpty();
    }
    assertThat(tokens.read("")).isEmpty();
    assertThat(tokens.read("......")).isEmpty();
  }
}
