package org.p2pd.tracker.fastpath;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.fastpath.ValidHost;

/** Tells requests that need nothing but a JSON answer to a short JSON body, kept alive. One per connection. */
final class PlainPost {
  private final ValidHost host = new ValidHost();

  boolean matches(HttpRequest request, String path) {
    HttpHeaders headers = request.headers();
    return request.uri().equals(path)
        && request.method().equals(HttpMethod.POST)
        && request.decoderResult().isSuccess()
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && hasShortBody(headers)
        && isJson(headers.get(HttpHeaderNames.CONTENT_TYPE))
        && takesJson(headers.get(HttpHeaderNames.ACCEPT))
        && staysOpen(headers.get(HttpHeaderNames.CONNECTION))
        && host.isIn(headers);
  }

  private static boolean hasShortBody(HttpHeaders headers) {
    int length = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
    return length > 0
        && length <= Bodies.BYTES_MAX
        && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && !headers.contains(HttpHeaderNames.EXPECT);
  }

  private static boolean isJson(@Nullable String type) {
    return type == null || HttpHeaderValues.APPLICATION_JSON.contentEqualsIgnoreCase(type);
  }

  private static boolean takesJson(@Nullable String accepted) {
    return accepted == null || accepted.equals("*/*") || isJson(accepted);
  }

  private static boolean staysOpen(@Nullable String connection) {
    return connection == null || HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection);
  }
}
