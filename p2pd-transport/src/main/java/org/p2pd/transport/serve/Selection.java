package org.p2pd.transport.serve;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ByteRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What a request gets of a representation, decided before a byte is read.
 *
 * @param status 200, 206, 304, 412 or 416
 * @param range the bytes of the body; null where there are none: 304, 412, 416 and an empty representation
 */
public record Selection(HttpStatus status, @Nullable ByteRange range) {
  /** Weighs a GET's or HEAD's preconditions and range against {@code representation}. */
  public static Selection of(ServerHttpRequest request, Representation representation) {
    return Precondition.evaluate(RequestConditions.of(request), representation);
  }

  /** Weighs the fields of a GET against {@code representation}. */
  public static Selection ofGet(
      io.netty.handler.codec.http.HttpHeaders fields, Representation representation) {
    return Precondition.evaluate(RequestConditions.ofGet(fields), representation);
  }

  /** As {@link #of}, for what is only served whole: Range is ignored. */
  public static Selection ofWhole(ServerHttpRequest request, Representation representation) {
    return Precondition.evaluate(RequestConditions.of(request).withoutRange(), representation);
  }

  static Selection whole(long length) {
    return new Selection(HttpStatus.OK, length == 0 ? null : ByteRange.ofLength(0, length));
  }

  static Selection part(ByteRange range) {
    return new Selection(HttpStatus.PARTIAL_CONTENT, range);
  }

  static Selection without(HttpStatus status) {
    return new Selection(status, null);
  }
}
