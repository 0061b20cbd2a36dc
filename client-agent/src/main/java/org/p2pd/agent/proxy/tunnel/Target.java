package org.p2pd.agent.proxy.tunnel;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2pd.protocol.MalformedValueException;

/**
 * Where a tunnel is to lead: {@code host:port}, in square brackets for an IPv6 address.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
record Target(String host, int port) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");
  private static final int PORT_MAX = 65_535;

  /**
   * What {@code request} asks for.
   *
   * @throws MalformedValueException where its target is none, or its {@code Host} says another one
   */
  static Target of(HttpRequest request) {
    Matcher authority = AUTHORITY.matcher(request.uri());
    if (!authority.matches()) {
      throw new MalformedValueException("CONNECT", request.uri(), "host:port");
    }
    int port = Integer.parseInt(authority.group(3));
    if (port < 1 || port > PORT_MAX) {
      throw new MalformedValueException("CONNECT", request.uri(), "a port from 1 to " + PORT_MAX);
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1 || !hosts.get(0).strip().equalsIgnoreCase(request.uri())) {
      throw new MalformedValueException("Host", hosts, request.uri() + ", as in the request");
    }
    return new Target(authority.group(1) == null ? authority.group(2) : authority.group(1), port);
  }
}
