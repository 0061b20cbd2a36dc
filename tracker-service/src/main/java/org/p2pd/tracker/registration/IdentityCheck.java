package org.p2pd.tracker.registration;

import io.netty.channel.ChannelOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.p2pd.protocol.host.IdentityProof;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.security.HostTokens;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Asks a host for the proof that it holds the token given to the registration from its address.
 *
 * <p>Dials the address the registration came from and nothing else: no names, no redirects, no proxies, 1 KiB of answer,
 * 700 ms in all.
 */
@Component
class IdentityCheck {
  private static final int BODY_BYTES_MAX = 1024;
  private static final int HEADER_BYTES_MAX = 4096;
  private static final int NONCE_BYTES = 32;
  private static final Duration WAIT_MAX = Duration.ofMillis(700);

  private final WebClient client = WebClient.builder()
      .clientConnector(
          new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.newConnection())
              .followRedirect(false)
              .compress(false)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) WAIT_MAX.toMillis())
              .responseTimeout(WAIT_MAX)
              .httpResponseDecoder(spec -> spec.maxHeaderSize(HEADER_BYTES_MAX))))
      .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(BODY_BYTES_MAX))
      .build();
  private final SecureRandom random = new SecureRandom();
  private final HostTokens tokens;

  IdentityCheck(HostTokens tokens) {
    this.tokens = tokens;
  }

  /** Whether the host answers, and with the right proof. */
  Mono<Boolean> answersRightly(HostDescriptor host) {
    String nonce = nonce();
    return client
        .get()
        .uri(host.url() + WirePaths.IDENTITY + "?nonce=" + nonce)
        .retrieve()
        .bodyToMono(byte[].class)
        .map(body -> isProof(body, host, nonce))
        .timeout(WAIT_MAX)
        .onErrorReturn(false)
        .defaultIfEmpty(false);
  }

  private boolean isProof(byte[] body, HostDescriptor host, String nonce) {
    IdentityProof proof = WireFormat.json().readValue(body, IdentityProof.class);
    return host.hostId().equals(proof.hostId())
        && proof.proof() != null
        && tokens.everyForm(host.token()).stream().anyMatch(token -> proof.holds(token, nonce));
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
