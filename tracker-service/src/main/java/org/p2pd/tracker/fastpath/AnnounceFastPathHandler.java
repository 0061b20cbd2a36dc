package org.p2pd.tracker.fastpath;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.AnnounceReply;

/**
 * Answers announces of one connection, in the order of the requests.
 *
 * <p>While the routes owe an answer everything goes to them; while a call of its own is under way, requests that arrive wait
 * here. They are at most what one read brought: nothing more is read meanwhile. A body that is not here as a whole within a
 * second is left to the routes, which have time limits for it.
 */
final class AnnounceFastPathHandler extends ChannelDuplexHandler {
  static final String PATH = "/v1/announce";

  private static final long BODY_MILLIS_MAX = 1_000;

  private final AnnounceFastPath fastPath;
  private final PlainPost plain = new PlainPost();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final List<HttpContent> body = new ArrayList<>();
  private @Nullable HttpRequest arriving;
  private @Nullable Future<?> bodyDue;
  private int owedByRoutes;
  private boolean underWay;

  AnnounceFastPathHandler(AnnounceFastPath fastPath) {
    this.fastPath = fastPath;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (underWay) {
      waiting.add(message);
    } else if (arriving != null && message instanceof HttpContent part) {
      arrived(context, arriving, part);
    } else if (message instanceof HttpRequest request
        && owedByRoutes == 0
        && fastPath.isOpen()
        && plain.matches(request, PATH)) {
      arriving = request;
    } else {
      passOn(context, message);
    }
  }

  private void passOn(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      owedByRoutes++;
    }
    context.fireChannelRead(message);
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
    readOn(answer.context());
  }

  private void readOn(ChannelHandlerContext context) {
    while (!underWay && !waiting.isEmpty()) {
      channelRead(context, waiting.remove());
    }
    if (!underWay) {
      awaitBody(context);
      context.read();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (arriving != null) {
      awaitBody(context);
      context.read();
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

  /** Nothing is read for the routes while a call is under way here. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (!underWay) {
      context.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      owedByRoutes--;
    }
    var unused = context.write(message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forgetBody();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }
}
