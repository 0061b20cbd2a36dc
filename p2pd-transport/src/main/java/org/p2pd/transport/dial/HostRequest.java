package org.p2pd.transport.dial;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/** Requests to one of the addresses that a URL's name has. */
public final class HostRequest {
  private static final int HTTP_PORT = 80;

  private HostRequest() {}

  /**
   * A request without a body.
   *
   * @param address the address to ask, which the client's policy judges like any other; null = whichever the name leads to
   */
  public static HttpClient.ResponseReceiver<?> of(
      HttpClient http, HttpMethod method, String url, @Nullable String address) {
    if (address == null) {
      return http.request(method).uri(url);
    }
    URI uri = URI.create(url);
    int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    return http.remoteAddress(() -> InetSocketAddress.createUnresolved(address, port))
        .headers(headers -> headers.set(HttpHeaderNames.HOST, uri.getRawAuthority()))
        .request(method)
        .uri(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
  }
}
