package org.p2pd.transport.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Encodes what browsers and simple clients send as it is though a URI (RFC 3986) has no place for it: brackets, bars,
 * braces, quotes, carets, bytes beyond ASCII. The URL standard of browsers leaves {@code [}, {@code ]} and {@code |} alone
 * in paths, and all that follows here reads a target as a URI: without this, {@code /Film [1080p].mp4} in an address
 * bar would be 400.
 *
 * <p>Nothing is decoded, so no target comes to mean another one. A percent sign that begins no escape stands for itself
 * in a query only.
 */
final class RequestTarget extends ChannelInboundHandlerAdapter {
  private static final String HEX = "0123456789ABCDEF";
  private static final String NO_URI = "\"<>[\\]^`{|}";

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      request.setUri(encoded(request.uri()));
    }
    context.fireChannelRead(message);
  }

  /** {@code target} with all of its path and query as a URI has them; the same object where it is one. */
  static String encoded(String target) {
    int path = beginOfPath(target);
    for (int i = path; i < target.length(); i++) {
      if (!isOfUri(target, i, path)) {
        return encodedFrom(target, path);
      }
    }
    return target;
  }

  /** Behind the authority of an absolute target, which may have brackets; the end where there is no path. */
  private static int beginOfPath(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int scheme = target.indexOf("://");
    int path = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    return path < 0 ? target.length() : path;
  }

  private static String encodedFrom(String target, int path) {
    StringBuilder encoded = new StringBuilder(target.length() + 16).append(target, 0, path);
    for (int i = path; i < target.length(); i++) {
      char c = target.charAt(i);
      if (isOfUri(target, i, path)) {
        encoded.append(c);
      } else {
        // Netty makes one character of each byte.
        encoded.append('%').append(HEX.charAt((c >> 4) & 0xf)).append(HEX.charAt(c & 0xf));
      }
    }
    return encoded.toString();
  }

  private static boolean isOfUri(String target, int index, int path) {
    char c = target.charAt(index);
    return c == '%' ? isEscape(target, index) || !isInQuery(target, index, path) : isOfUri(c);
  }

  private static boolean isOfUri(char c) {
    return c > ' ' && c < 0x7f && NO_URI.indexOf(c) < 0;
  }

  private static boolean isEscape(String target, int percent) {
    return percent + 2 < target.length()
        && Character.digit(target.charAt(percent + 1), 16) >= 0
        && Character.digit(target.charAt(percent + 2), 16) >= 0;
  }

  private static boolean isInQuery(String target, int index, int path) {
    int query = target.indexOf('?', path);
    return query >= 0 && query < index;
  }
}
