package org.p2pd.transport.fastpath;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** Tells requests that need nothing but bytes. One per connection, as its {@link ValidHost}. */
final class PlainGet {
  private final ValidHost host = new ValidHost();

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
        && host.isIn(headers);
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
}
