package org.p2pd.tracker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Says who is calling and refuses who may not: 401 for a token that is missing, expired or not ours, 403 for one that
 * does not suffice.
 */
public final class Gatekeeper {
  /** How long a host token holds. */
  public static final Duration TOKEN_AGE_MAX = Duration.ofHours(24);

  private static final String BEARER = "Bearer ";

  private final HostTokens tokens;
  private final byte[] publishToken;
  private final Clock clock;

  Gatekeeper(HostTokens tokens, String publishToken, Clock clock) {
    this.tokens = tokens;
    this.publishToken = publishToken.getBytes(UTF_8);
    this.clock = clock;
  }

  /** Who calls; a host token counts whatever its age, so that its holder can register again. */
  public Caller callerOfAnyAge(ServerRequest request) {
    String header = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return new Caller.Anonymous();
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw unauthorized("Authorization: another scheme (expected: Bearer <token>)");
    }
    String token = header.substring(BEARER.length()).trim();
    if (MessageDigest.isEqual(publishToken, token.getBytes(UTF_8))) {
      return new Caller.Operator();
    }
    return tokens
        .read(token)
        .<Caller>map(Caller.Host::new)
        .orElseThrow(() -> unauthorized(
            "token: not this tracker's (expected: the publish token, or the host token of a registration here;"
                + " register again)"));
  }

  /** Whose token an {@code Authorization} field shows, where it holds; null where the field needs a closer look. */
  public @Nullable HostToken holder(@Nullable String authorization) {
    return authorization == null || !authorization.startsWith(BEARER)
        ? null
        : tokens
            .read(authorization.substring(BEARER.length()))
            .filter(token -> !isExpired(token))
            .orElse(null);
  }

  /** Who calls. */
  public Caller caller(ServerRequest request) {
    Caller caller = callerOfAnyAge(request);
    if (caller instanceof Caller.Host host && isExpired(host.token())) {
      throw unauthorized("token: older than " + TOKEN_AGE_MAX.toHours()
          + " h (expected: a newer one; register again with this one)");
    }
    return caller;
  }

  /** The token of the host {@code hostId}; whoever else calls is refused. */
  public HostToken requireHost(ServerRequest request, HostId hostId) {
    Caller caller = caller(request);
    if (caller instanceof Caller.Anonymous) {
      throw unauthorized("token: missing (expected: Authorization: Bearer <host token>)");
    }
    if (caller instanceof Caller.Host host && host.token().hostId().equals(hostId)) {
      return host.token();
    }
    throw forbidden("hostId: " + hostId + " (expected: the host that the token was given to)");
  }

  /** Passes the operator and registered origins. */
  public void requirePublisher(ServerRequest request) {
    Caller caller = caller(request);
    if (caller instanceof Caller.Anonymous) {
      throw unauthorized("token: missing (expected: Authorization: Bearer <publish token>)");
    }
    if (caller instanceof Caller.Host host && host.token().role() != HostRole.ORIGIN) {
      throw forbidden("token: of a host that is no origin (expected: the publish token)");
    }
  }

  /** Passes the operator alone. */
  public void requireOperator(ServerRequest request) {
    Caller caller = caller(request);
    if (caller instanceof Caller.Anonymous) {
      throw unauthorized("token: missing (expected: Authorization: Bearer <publish token>)");
    }
    if (!(caller instanceof Caller.Operator)) {
      throw forbidden("token: of a host (expected: the publish token)");
    }
  }

  private boolean isExpired(HostToken token) {
    return clock.millis() - token.issuedMillis() > TOKEN_AGE_MAX.toMillis();
  }

  private static ProblemException unauthorized(String detail) {
    return new ProblemException(HttpStatus.UNAUTHORIZED, detail);
  }

  /** 403 with a reason. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(HttpStatus.FORBIDDEN, detail);
  }
}
