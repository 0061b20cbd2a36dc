import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a tracker in Java on Redis costs before it does anything: takes any request, runs two scripts that do nothing, with as
 * many keys and arguments as an announce's two have, and answers with as many bytes. Knows no host, reads no announce.
 *
 * <p>Arguments: own port, port of Redis, bytes of an answer, and "apart" (the connection to Redis has a thread of its own, as
 * tracker-service has it, and HTTP has two) or "together" (one thread for all of it).
 */
public final class Floor {
  private static final int[] KEYS = {2, 6};
  private static final int[] ARGUMENTS = {5, 11};

  private final RedisAsyncCommands<byte[], byte[]> redis;
  private final String script;
  private final byte[] answer;

  private Floor(RedisAsyncCommands<byte[], byte[]> redis, int answerBytes) throws Exception {
    this.redis = redis;
    this.script = redis.scriptLoad("return {0, 1, 2, 0, 4}".getBytes(StandardCharsets.US_ASCII)).get();
    this.answer = new byte[answerBytes];
  }

  public static void main(String[] args) throws Exception {
    boolean together = args[3].equals("together");
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(together ? 1 : 2, EpollIoHandler.newFactory());
    ClientResources.Builder client = ClientResources.builder().nettyCustomizer(new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(256, true));
      }
    });
    if (together) {
      client.eventLoopGroupProvider(new Given(loops));
    }
    Floor floor = new Floor(
        RedisClient.create(client.build(), RedisURI.create("redis://127.0.0.1:" + args[1]))
            .connect(ByteArrayCodec.INSTANCE)
            .async(),
        Integer.parseInt(args[2]));
    new ServerBootstrap()
        .group(loops)
        .channel(EpollServerSocketChannel.class)
        .childHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 16), floor.handler());
          }
        })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private ChannelHandler handler() {
    return new SimpleChannelInboundHandler<FullHttpRequest>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        CompletableFuture.allOf(nothing(0), nothing(1)).whenComplete((done, error) -> {
          if (error != null) {
            context.close();
          } else if (context.executor().inEventLoop()) {
            answer(context);
          } else {
            context.executor().execute(() -> answer(context));
          }
        });
      }
    };
  }

  private CompletableFuture<?> nothing(int which) {
    return redis
        .evalsha(script, ScriptOutputType.MULTI, values(KEYS[which], 46), values(ARGUMENTS[which], 8))
        .toCompletableFuture();
  }

  private static byte[][] values(int count, int bytes) {
    byte[][] values = new byte[count][];
    for (int i = 0; i < count; i++) {
      values[i] = new byte[bytes];
    }
    return values;
  }

  private void answer(ChannelHandlerContext context) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(answer));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.length);
    context.writeAndFlush(response);
  }

  /** Event loops that the client is given, and does not end. */
  private record Given(EventLoopGroup loops) implements EventLoopGroupProvider {
    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
      return type.cast(loops);
    }

    @Override
    public int threadPoolSize() {
      return 1;
    }

    @Override
    public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit timeUnit) {
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }
  }
}
