package org.p2pd.transport.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets the management port change nothing without the operator's token; looking is free there. Covers all of that port,
 * the framework's own endpoints included: the port decides and never the path, which can be written in many ways.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class OperatorsOnly implements WebFilter {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String BEARER = "Bearer ";

  private final ApplicationContext publicPort;
  private final String setting;
  private final @Nullable String token;

  /**
   * Creates the filter.
   *
   * @param publicPort the context of the port that strangers reach, where the filter asks for nothing
   * @param setting the name of the token's setting, for messages
   * @param token the operator's; null = nobody may change anything
   * @throws SettingException where both ports are one, so that strangers would reach the operator's
   */
  public OperatorsOnly(ApplicationContext publicPort, String setting, @Nullable String token) {
    requireTwoPorts(publicPort.getEnvironment());
    this.publicPort = publicPort;
    this.setting = setting;
    this.token = token;
  }

  private static void requireTwoPorts(Environment settings) {
    if (ManagementPortType.get(settings) == ManagementPortType.SAME) {
      throw new SettingException(
          "management.server.port",
          settings.getProperty("management.server.port", "none"),
          "another one than server.port, which strangers reach; -1 for no management port");
    }
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    boolean free = exchange.getApplicationContext() == publicPort
        || READING.contains(exchange.getRequest().getMethod());
    return free || isOperator(exchange.getRequest())
        ? chain.filter(exchange)
        : Mono.error(refusal());
  }

  /** The scheme's name may be written in capitals or not (RFC 9110 §11.1). */
  private boolean isOperator(ServerHttpRequest request) {
    String given = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    return token != null
        && given != null
        && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            token.getBytes(UTF_8), given.substring(BEARER.length()).trim().getBytes(UTF_8));
  }

  private ProblemException refusal() {
    return token == null
        ? new ProblemException(
            HttpStatus.FORBIDDEN,
            "there is no " + setting + ", so nobody can prove to be the operator")
        : new ProblemException(
            HttpStatus.UNAUTHORIZED,
            "Authorization: missing or wrong (expected: Bearer and the " + setting + ")");
  }
}
