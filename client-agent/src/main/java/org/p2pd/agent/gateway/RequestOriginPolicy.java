package org.p2pd.agent.gateway;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Who may talk to the agent in origin form (WIRE §4): only who knows it by a loopback name, so that no DNS name can be
 * bent to it, and no page of another site, except that a provider's pages may play its films.
 */
final class RequestOriginPolicy {
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final int publicPort;

  /** {@code publicPort}: by which the user's programs reach the agent; 0 = the port that it listens on. */
  RequestOriginPolicy(int publicPort) {
    this.publicPort = publicPort;
  }

  /** Refuses a request whose {@code Host} is not this agent under a loopback name, with its port. */
  void requireOwnHost(ServerHttpRequest request) {
    List<String> hosts = request.getHeaders().getOrEmpty(HttpHeaders.HOST);
    String host = hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "";
    if (Reach.LOOPBACK_NAMES.stream().noneMatch(name -> host.equals(authority(name, request)))) {
      throw new ProblemException(
          HttpStatus.MISDIRECTED_REQUEST,
          "Host: " + hosts + " (expected: " + authority("localhost", request) + ")");
    }
  }

  /** Refuses what a page of another origin asks for; {@code film}: unless it only plays it. */
  void requireOwnPage(ServerHttpRequest request, boolean film) {
    String origin = request.getHeaders().getOrigin();
    boolean foreign = origin != null
        && Reach.LOOPBACK_NAMES.stream()
            .noneMatch(name -> origin.equals("http://" + authority(name, request)));
    boolean crossSite = !film && !isOwnSite(request) && !isVisit(request);
    if (foreign || crossSite) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN, "Origin: " + origin + " (expected: the agent's own page, or none)");
    }
  }

  /**
   * Whether a user followed a link to the page itself, as {@code spp:} links lead to it: a window of its own, which shows
   * the page to the user and to nobody else.
   */
  private static boolean isVisit(ServerHttpRequest request) {
    return request.getURI().getRawPath().equals("/") && isClickedLink(request);
  }

  private static boolean isClickedLink(ServerHttpRequest request) {
    HttpHeaders headers = request.getHeaders();
    return request.getMethod() == HttpMethod.GET
        && "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
        && "document".equals(headers.getFirst("Sec-Fetch-Dest"))
        && "?1".equals(headers.getFirst("Sec-Fetch-User"));
  }

  /**
   * Refuses to play {@code film} in a page of another site unless it says that it is the provider's ({@code Referer}, {@link
   * ProviderPages}). Pages of this machine may play everything. Who follows a link sees the film alone, wherever the link
   * stood.
   */
  static void requireProvidersPage(ServerHttpRequest request, ContentName film) {
    if (isOwnSite(request) || isClickedLink(request)) {
      return;
    }
    String referer = request.getHeaders().getFirst(HttpHeaders.REFERER);
    String provider = hostOf(film.authority());
    if (referer == null) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "Referer: none (expected: a page of " + provider
              + " that says who it is, as with Referrer-Policy: origin-when-cross-origin)");
    }
    if (!mayPlay(host(referer), provider)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "Referer: " + host(referer) + " (expected: a page of " + provider + ")");
    }
  }

  private static boolean mayPlay(String page, String provider) {
    return Reach.LOOPBACK_NAMES.contains(page) || ProviderPages.include(page, provider);
  }

  private static String host(String url) {
    try {
      return String.valueOf(new URI(url).getHost()).toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "null";
    }
  }

  private static String hostOf(String authority) {
    return authority.replaceFirst(":[0-9]+$", "");
  }

  /** Whether no page of another site asks: the user, a program, the agent's own page. */
  static boolean isOwnSite(ServerHttpRequest request) {
    return OWN_SITES.contains(site(request));
  }

  private static String site(ServerHttpRequest request) {
    String site = request.getHeaders().getFirst("Sec-Fetch-Site");
    return site == null ? "none" : site;
  }

  private String authority(String name, ServerHttpRequest request) {
    int port = publicPort == 0 ? port(request.getLocalAddress()) : publicPort;
    return port == 80 ? name : name + ":" + port;
  }

  private static int port(@Nullable InetSocketAddress local) {
    return local == null ? 0 : local.getPort();
  }
}
