package org.p2pd.agent.page;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets nobody change anything who has not read the agent's own page since it started: the page carries a random token,
 * and every request that is not a reading one must bring it. A page of another origin can have a browser send a request,
 * but cannot read the token. Comes behind the gateway, which refuses foreign pages anyway.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public final class PageToken implements WebFilter {
  /** The header that carries the token. */
  public static final String HEADER = "P2pd-Page-Token";

  private static final int RANDOM_BYTES = 32;

  private final byte[] token = fresh();
  private final ApplicationContext userPort;

  PageToken(ApplicationContext userPort) {
    this.userPort = userPort;
  }

  private static byte[] fresh() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encode(random);
  }

  /** The token, URL-safe; for who may read the agent's own pages and API. */
  public String value() {
    return new String(token, US_ASCII);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (exchange.getApplicationContext() == userPort) {
      requireToken(exchange.getRequest());
    }
    return chain.filter(exchange);
  }

  private void requireToken(ServerHttpRequest request) {
    String sent = request.getHeaders().getFirst(HEADER);
    boolean right = sent != null && MessageDigest.isEqual(sent.getBytes(US_ASCII), token);
    if (!isReading(request.getMethod()) && !right) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          HEADER + ": " + (sent == null ? "none" : "of another start of the agent")
              + " (expected: the one in the agent's page; load it anew)");
    }
  }

  private static boolean isReading(HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.HEAD;
  }
}
