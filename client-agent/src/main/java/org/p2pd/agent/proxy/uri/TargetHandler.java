package org.p2pd.agent.proxy.uri;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Gives each request a target that is a URI, and keeps the one that was sent in {@link RequestTargets#AS_SENT}. What is none
 * even so is answered here, since nobody behind would say why.
 */
final class TargetHandler extends ChannelInboundHandlerAdapter {
  static final String NAME = "p2pd-target";

  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext client, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request && isJudged(request)) {
      judge(client, request);
    } else {
      client.fireChannelRead(message);
    }
  }

  private static boolean isJudged(HttpRequest request) {
    return request.decoderResult().isSuccess() && !request.method().equals(HttpMethod.CONNECT);
  }

  private void judge(ChannelHandlerContext client, HttpRequest request) {
    String sent = request.uri();
    String target = TargetCharacters.encoded(sent);
    request.headers().remove(RequestTargets.AS_SENT);
    if (!target.equals(sent)) {
      request.headers().set(RequestTargets.AS_SENT, TargetCharacters.inAscii(sent));
      request.setUri(target);
    }
    if (isUri(target)) {
      client.fireChannelRead(request);
    } else {
      refused = true;
      ReferenceCountUtil.release(request);
      Refusal.write(
          client,
          HttpResponseStatus.BAD_REQUEST,
          "request target: " + target + " (expected: a URI such as http://authority/path)");
    }
  }

  private static boolean isUri(String target) {
    try {
      new URI(target.startsWith("/") ? "http://localhost" + target : target);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
