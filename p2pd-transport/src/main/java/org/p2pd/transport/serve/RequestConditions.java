package org.p2pd.transport.serve;

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
        joined(headers, HttpHeaders.IF_MATCH),
        joined(headers, HttpHeaders.IF_UNMODIFIED_SINCE),
        joined(headers, HttpHeaders.IF_NONE_MATCH),
        joined(headers, HttpHeaders.IF_MODIFIED_SINCE),
        joined(headers, HttpHeaders.IF_RANGE),
        joined(headers, HttpHeaders.RANGE));
  }

  RequestConditions withoutRange() {
    return new RequestConditions(
        head, ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince, null, null);
  }

  /** Several lines of one field are one list (RFC 9110 §5.3). */
  private static @Nullable String joined(HttpHeaders headers, String name) {
    List<String> lines = headers.getOrEmpty(name);
    return lines.isEmpty() ? null : String.join(", ", lines);
  }
}
