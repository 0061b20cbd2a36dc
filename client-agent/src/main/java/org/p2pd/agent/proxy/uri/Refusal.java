package org.p2pd.agent.proxy.uri;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.p2pd.transport.problem.Problem;
import org.p2pd.transport.wire.WireFormat;

/** The answer to a request that never gets behind the pipeline: a sentence, and the end of the connection. */
public final class Refusal {
  private Refusal() {}

  /**
   * Writes it.
   *
   * @param client whose request is refused
   * @param detail for people: value and expectation
   */
  public static void write(ChannelHandlerContext client, HttpResponseStatus status, String detail) {
    byte[] problem = WireFormat.json()
        .writeValueAsBytes(
            new Problem("about:blank", status.reasonPhrase(), status.code(), detail));
    FullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(problem));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ChannelFuture written = client.writeAndFlush(answer);
    written.addListener(ChannelFutureListener.CLOSE);
  }
}
