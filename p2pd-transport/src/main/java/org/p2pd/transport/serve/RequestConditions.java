package org.p2pd.transport.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The header fields of a GET or HEAD that decide what is answered, as sent; null where absent. */
record RequestConditions(
    boolean head,
    @Nullable String ifMatch,
    @Nullable String ifUnmodifiedSince,
    @Nullable String ifNoneMatch,
    @Nullable String ifModifiedSince,
    @Nullable String ifRange,
    @Nullable String range) {

  static RequestConditions of(ServerHttpRequest request) {
    HttpHeaders headers = request.getHeaders();
    return of(request.getMethod() == HttpMethod.HEAD, name -> headers.getOrEmpty(name.toString()));
  }

  static RequestConditions ofGet(io.netty.handler.codec.http.HttpHeaders fields) {
    return of(false, fields::getAll);
  }

  /** Takes the fields from {@code lines}: the lines of a field, none where it is absent. */
  private static RequestConditions of(boolean head, Function<AsciiString, List<String>> lines) {
    return new RequestConditions(
        head,
        joined(lines.apply(HttpHeaderNames.IF_MATCH)),
        joined(lines.apply(HttpHeaderNames.IF_UNMODIFIED_SINCE)),
        joined(lines.apply(HttpHeaderNames.IF_NONE_MATCH)),
        joined(lines.apply(HttpHeaderNames.IF_MODIFIED_SINCE)),
        joined(lines.apply(HttpHeaderNames.IF_RANGE)),
        joined(lines.apply(HttpHeaderNames.RANGE)));
  }

  RequestConditions withoutRange() {
    return new RequestConditions(
        head, ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince, null, null);
  }

  /** Several lines of one field are one list (RFC 9110 §5.3). */
  private static @Nullable String joined(List<String> lines) {
    return switch (lines.size()) {
      case 0 -> null;
      case 1 -> lines.get(0);
      default -> String.join(", ", lines);
    };
  }
}
