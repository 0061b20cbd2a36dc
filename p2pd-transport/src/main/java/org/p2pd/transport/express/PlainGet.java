package org.p2pd.transport.express;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;

/** Tells requests that need nothing but bytes. One per connection: it remembers the {@code Host} it found valid. */
final class PlainGet {
  private @Nullable String validHost;

  /** Whether nothing about {@code request} asks for more than the bytes of its path, kept alive. */
  boolean matches(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return request.method().equals(HttpMethod.GET)
        && request.decoderResult().isSuccess()
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && request.uri().startsWith("/")
        && request.uri().indexOf('?') < 0
        && request.uri().indexOf('#') < 0
        && hasNoBody(headers)
        && staysOpen(headers)
        && hasOneValidHost(headers);
  }

  private static boolean hasNoBody(HttpHeaders headers) {
    return !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && !headers.contains(HttpHeaderNames.EXPECT);
  }

  private static boolean staysOpen(HttpHeaders headers) {
    String connection = headers.get(HttpHeaderNames.CONNECTION);
    return connection == null || HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection);
  }

  private boolean hasOneValidHost(HttpHeaders headers) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      return false;
    }
    if (!hosts.get(0).equals(validHost)) {
      validHost = isValid(hosts.get(0)) ? hosts.get(0) : null;
    }
    return validHost != null;
  }

  private static boolean isValid(String host) {
    try {
      return !ContentName.normaliseAuthority(host.strip()).isEmpty();
    } catch (MalformedValueException e) {
      return false;
    }
  }
}
