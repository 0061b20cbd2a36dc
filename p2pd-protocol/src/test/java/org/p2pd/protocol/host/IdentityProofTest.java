package org.p2pd.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.testkit.random.Seeded;

@Seeded
class IdentityProofTest {
  private static final String NONCE = "0123456789abcdef".repeat(2);

  @Test
  void holds_sameTokenAndNonce_only(RandomGenerator random) {
    IdentityProof proof = IdentityProof.of(HostId.random(random), "token", NONCE);
    assertThat(proof.holds("token", NONCE)).isTrue();
    assertThat(proof.holds("Token", NONCE)).isFalse();
    assertThat(proof.holds("token", NONCE.replace('0', '1'))).isFalse();
    assertThat(new IdentityProof(proof.hostId(), "").holds("token", NONCE)).isFalse();
  }

  @Test
  void nonce_tooShortOrNotHex_isRefused(RandomGenerator random) {
    HostId host = HostId.random(random);
    for (String nonce : new String[] {"", NONCE.substring(1), NONCE.replace('0', 'g')}) {
      assertThatThrownBy(() -> IdentityProof.of(host, "token", nonce))
          .isInstanceOf(MalformedValueException.class);
    }
  }

  @Test
  void hostId_always_has32HexDigits(RandomGenerator random) {
    assertThat(HostId.random(random).hex()).matches("[0-9a-f]{32}");
    assertThatThrownBy(() -> new HostId("A".repeat(32)))
        .isInstanceOf(MalformedValueException.class);
  }

  @ParameterizedTest
  @EnumSource
  void role_always_readsItsWireName(HostRole role) {
    assertThat(HostRole.parse(role.wireName())).isEqualTo(role);
    assertThatThrownBy(() -> HostRole.parse(role.name()))
        .isInstanceOf(MalformedValueException.class);
  }
}
