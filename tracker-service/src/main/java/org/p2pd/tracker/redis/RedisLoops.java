package org.p2pd.tracker.redis;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets the connections to Redis live on the event loops that serve HTTP: what one hears from the other costs no change of
 * threads. The loops are not this class's to end.
 */
final class RedisLoops implements EventLoopGroupProvider {
  private final EventLoopGroup loops;
  private final int threads;

  RedisLoops(EventLoopGroup loops, int threads) {
    this.loops = loops;
    this.threads = threads;
  }

  /** The client takes whatever group it gets; it names the kind that it would make itself. */
  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) loops;
  }

  @Override
  public int threadPoolSize() {
    return threads;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }
}
