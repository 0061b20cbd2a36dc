package org.p2pd.tracker.registration;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.dial.Reach;

/**
 * What a registration may say, and the descriptor that follows from it.
 *
 * <p>An address out of a body counts only with the operator's standing, and even then only where whoever registered
 * could reach it himself: nobody makes the network dial into places closed to him.
 */
final class RegistrationRules {
  private static final int UNPRIVILEGED_PORT = 1024;
  private static final int PORT_MAX = 65_535;
  private static final int ZONE_CHARS_MAX = 64;
  private static final int NETWORKS_MAX = 64;
  private static final int URL_CHARS_MAX = 512;

  private final Registration said;
  private final InetAddress source;
  private final boolean standing;

  /**
   * Rules over one registration.
   *
   * @param source the address it came from
   * @param operatorStanding whether the caller proved it
   */
  RegistrationRules(Registration said, InetAddress source, boolean operatorStanding) {
    this.said = said;
    this.source = source;
    HostRole role = Bodies.required("role", said.role());
    this.standing = operatorStanding && role != HostRole.AGENT;
  }

  HostDescriptor descriptor(long issuedMillis) {
    Bodies.required("hostId", said.hostId());
    checkRole();
    checkPort();
    checkFetchesFor();
    String zone = zone();
    return new HostDescriptor(
        said.hostId(),
        said.role(),
        standing,
        url(),
        zone,
        source.getHostAddress(),
        said.port(),
        HostToken.near(zone, Reach.prefix(source)),
        said.fetchesFor() == null ? List.of() : said.fetchesFor(),
        said.internal(),
        said.uploadBytesPerSecond(),
        issuedMillis);
  }

  private void checkRole() {
    if (said.role() == HostRole.MIRROR) {
      throw new MalformedValueException("role", "mirror", "origin, cache or agent");
    }
    if (said.role() == HostRole.ORIGIN && !standing) {
      throw Gatekeeper.forbidden("role: origin (expected: with the operator's publish token)");
    }
  }

  private void checkPort() {
    int min = standing ? 1 : UNPRIVILEGED_PORT;
    if (said.port() != 0 && (said.port() < min || said.port() > PORT_MAX)) {
      throw new MalformedValueException(
          "port", said.port(), "0 = downloads only, or " + min + " to " + PORT_MAX);
    }
  }

  private void checkFetchesFor() {
    List<String> networks = said.fetchesFor();
    if (networks == null || networks.isEmpty()) {
      return;
    }
    if (said.role() != HostRole.CACHE || networks.size() > NETWORKS_MAX) {
      throw new MalformedValueException(
          "fetchesFor",
          networks.size() + " networks of a host of role " + said.role().wireName(),
          "at most " + NETWORKS_MAX + ", of a cache");
    }
    networks.forEach(Cidr::parse);
  }

  private @Nullable String zone() {
    String zone = said.zone();
    if (zone == null || zone.isBlank()) {
      return null;
    }
    if (zone.length() > ZONE_CHARS_MAX || zone.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedValueException(
          "zone", zone, "at most " + ZONE_CHARS_MAX + " characters, no control characters");
    }
    return zone;
  }

  private @Nullable String url() {
    String url = said.url();
    if (url != null && !url.isBlank()) {
      return givenUrl(url);
    }
    return said.port() == 0 || Reach.of(source) == Reach.FORBIDDEN ? null : "http://" + authority();
  }

  private String authority() {
    String host = source.getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + said.port();
  }

  private String givenUrl(String url) {
    if (!standing) {
      throw Gatekeeper.forbidden("url: " + url + " (expected: with the operator's publish token)");
    }
    URI uri = parse(url);
    if (!Reach.of(source).mayReach(Reach.ofHost(uri.getHost()))) {
      throw new MalformedValueException(
          "url", url, "an address that " + source.getHostAddress() + " may be thought to reach");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static URI parse(String url) {
    URI uri = HttpUrl.of(url);
    if (uri == null || !isBare(uri) || url.length() > URL_CHARS_MAX) {
      throw new MalformedValueException("url", url, "http(s)://host[:port], no user, no query");
    }
    return uri;
  }

  private static boolean isBare(URI uri) {
    return uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
  }
}
