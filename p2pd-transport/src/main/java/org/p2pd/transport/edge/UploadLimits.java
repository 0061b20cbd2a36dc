package org.p2pd.transport.edge;

import io.netty.channel.Channel;
import io.netty.handler.traffic.ChannelTrafficShapingHandler;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.http.server.HttpServer;

/**
 * Bounds on how fast a server sends: all connections together, and each one. Files still leave by {@code sendfile}; what
 * would be too fast waits (Netty's traffic shaping, a token bucket).
 */
public final class UploadLimits implements NettyServerCustomizer, AutoCloseable {
  private static final long CHECK_MILLIS = 100;
  private static final long WAIT_MILLIS_MAX = 15_000;
  private static final long PIECE_BYTES_MIN = 16 << 10;
  private static final int PIECES_PER_SECOND = 8;

  private final boolean changes;
  private final long connectionBytesPerSecond;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
      new DefaultThreadFactory("p2pd-upload-limit", true));
  private final GlobalTrafficShapingHandler total;
  private volatile long totalBytesPerSecond;

  /**
   * Creates the limits.
   *
   * @param totalBytesPerSecond of all connections together; 0 = unlimited
   * @param connectionBytesPerSecond of each connection; 0 = unlimited
   */
  public UploadLimits(long totalBytesPerSecond, long connectionBytesPerSecond) {
    this(totalBytesPerSecond, connectionBytesPerSecond, false);
  }

  private UploadLimits(long totalBytesPerSecond, long connectionBytesPerSecond, boolean changes) {
    this.changes = changes;
    this.totalBytesPerSecond = totalBytesPerSecond;
    this.connectionBytesPerSecond = connectionBytesPerSecond;
    this.total = new GlobalTrafficShapingHandler(
        clock, totalBytesPerSecond, 0, CHECK_MILLIS, WAIT_MILLIS_MAX);
  }

  /** A limit on all connections together that may {@link #change} at any time; none to begin with. */
  public static UploadLimits changing() {
    return new UploadLimits(0, 0, true);
  }

  /** Has all connections together send at most {@code bytesPerSecond} from now on; 0 = unlimited. */
  public void change(long bytesPerSecond) {
    if (!changes) {
      throw new IllegalStateException("these limits were made to stay");
    }
    if (bytesPerSecond != totalBytesPerSecond) {
      totalBytesPerSecond = bytesPerSecond;
      total.setWriteLimit(bytesPerSecond);
    }
  }

  /** The most bytes that should be written in one piece, so that limits are kept smoothly: up to {@code otherwise}. */
  public long pieceBytesMax(long otherwise) {
    long slowest = Math.min(orElse(totalBytesPerSecond), orElse(connectionBytesPerSecond));
    return Math.max(PIECE_BYTES_MIN, Math.min(otherwise, slowest / PIECES_PER_SECOND));
  }

  private static long orElse(long limit) {
    return limit == 0 ? Long.MAX_VALUE : limit;
  }

  @Override
  public HttpServer apply(HttpServer server) {
    return server.doOnChannelInit((observer, channel, remote) -> limit(channel));
  }

  private void limit(Channel channel) {
    if (changes || totalBytesPerSecond > 0) {
      channel.pipeline().addFirst(total);
    }
    if (connectionBytesPerSecond > 0) {
      channel
          .pipeline()
          .addFirst(new ChannelTrafficShapingHandler(
              connectionBytesPerSecond, 0, CHECK_MILLIS, WAIT_MILLIS_MAX));
    }
  }

  @Override
  public void close() {
    total.release();
    clock.shutdownNow();
  }
}
