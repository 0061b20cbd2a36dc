package org.p2pd.tracker.fastpath;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.transport.fastpath.PipelineGate;

/**
 * Answers announces of one connection; the routes answer all other requests. If a body has not fully arrived within a second,
 * its request is forwarded to the routes, which have time limits for it.
 */
final class AnnounceFastPathHandler extends PipelineGate {
  static final String PATH = "/v1/announce";

  private static final long BODY_MILLIS_MAX = 1_000;

  private final AnnounceFastPath fastPath;
  private final PlainPost plain = new PlainPost();
  private final List<HttpContent> body = new ArrayList<>();
  private @Nullable HttpRequest arriving;
  private @Nullable Future<?> bodyDue;
  private boolean underWay;

  AnnounceFastPathHandler(AnnounceFastPath fastPath) {
    this.fastPath = fastPath;
  }

  @Override
  protected boolean isAnswering() {
    return underWay;
  }

  @Override
  protected void take(ChannelHandlerContext context, Object message) {
    if (arriving != null && message instanceof HttpContent part) {
      arrived(context, arriving, part);
    } else if (message instanceof HttpRequest request
        && routesAreDone()
        && fastPath.isOpen()
        && plain.matches(request, PATH)) {
      arriving = request;
    } else {
      passOn(context, message);
    }
  }

  private void arrived(ChannelHandlerContext context, HttpRequest request, HttpContent part) {
    body.add(part);
    if (!part.decoderResult().isSuccess()) {
      leaveToRoutes(context);
    } else if (part instanceof LastHttpContent) {
      CompletableFuture<AnnounceReply> reply = fastPath
          .announces()
          .begin(
              ((InetSocketAddress) context.channel().remoteAddress()).getAddress(),
              request.headers(),
              wholeBody(),
              context.executor());
      if (reply == null) {
        leaveToRoutes(context);
      } else {
        forgetBody();
        await(reply, new AnnounceResponse(context, request));
      }
    }
  }

  private byte[] wholeBody() {
    return ByteBufUtil.getBytes(Unpooled.wrappedUnmodifiableBuffer(
        body.stream().map(HttpContent::content).toArray(ByteBuf[]::new)));
  }

  private void leaveToRoutes(ChannelHandlerContext context) {
    HttpRequest request = arriving;
    if (request != null) {
      List<HttpContent> parts = List.copyOf(body);
      body.clear();
      forgetBody();
      passOn(context, request);
      parts.forEach(part -> passOn(context, part));
    }
  }

  private void forgetBody() {
    arriving = null;
    body.forEach(ReferenceCountUtil::release);
    body.clear();
    if (bodyDue != null) {
      bodyDue.cancel(false);
      bodyDue = null;
    }
  }

  /** Redis is heard on another thread; the answer is put together on the connection's own. */
  private void await(CompletableFuture<AnnounceReply> reply, AnnounceResponse answer) {
    underWay = true;
    fastPath.begun();
    ChannelHandlerContext context = answer.context();
    var unused = reply.whenComplete(
        (said, error) -> context.executor().execute(() -> answered(answer, said, error)));
  }

  private void answered(
      AnnounceResponse answer, @Nullable AnnounceReply reply, @Nullable Throwable error) {
    fastPath.ended();
    underWay = false;
    fastPath.meters().answered(answer.write(reply, error), answer.nanos());
    goOn(answer.context());
  }

  @Override
  protected void readMore(ChannelHandlerContext context) {
    awaitBody(context);
    super.readMore(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (arriving != null) {
      readMore(context);
    }
    context.fireChannelReadComplete();
  }

  private void awaitBody(ChannelHandlerContext context) {
    if (arriving != null && bodyDue == null) {
      bodyDue = context
          .executor()
          .schedule(() -> leaveToRoutes(context), BODY_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  protected void connectionLost() {
    forgetBody();
  }
}
