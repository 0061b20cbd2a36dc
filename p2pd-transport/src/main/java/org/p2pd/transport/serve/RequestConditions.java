package org.p2pd.transport.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
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
    return new RequestConditions(
        request.getMethod() == HttpMethod.HEAD,
        joined(headers.getOrEmpty(HttpHeaders.IF_MATCH)),
        joined(headers.getOrEmpty(HttpHeaders.IF_UNMODIFIED_SINCE)),
        joined(headers.getOrEmpty(HttpHeaders.IF_NONE_MATCH)),
        joined(headers.getOrEmpty(HttpHeaders.IF_MODIFIED_SINCE)),
        joined(headers.getOrEmpty(HttpHeaders.IF_RANGE)),
        joined(headers.getOrEmpty(HttpHeaders.RANGE)));
  }

  /** Of a GET; by names whose hashes are known. */
  static RequestConditions ofGet(io.netty.handler.codec.http.HttpHeaders fields) {
    return new RequestConditions(
        false,
        joined(fields.getAll(HttpHeaderNames.IF_MATCH)),
        joined(fields.getAll(HttpHeaderNames.IF_UNMODIFIED_SINCE)),
        joined(fields.getAll(HttpHeaderNames.IF_NONE_MATCH)),
        joined(fields.getAll(HttpHeaderNames.IF_MODIFIED_SINCE)),
        joined(fields.getAll(HttpHeaderNames.IF_RANGE)),
        joined(fields.getAll(HttpHeaderNames.RANGE)));
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
