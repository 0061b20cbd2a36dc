package org.p2pd.transport.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemNamesTest {
  private static final long PATIENCE_SECONDS = 30;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void stop() {
    answered.countDown();
    loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void resolveAll_nameServerIsSilent_theEventLoopGoesOn() throws Exception {
    SystemNames names = new SystemNames(loop, this::whenAnswered);

    Promise<List<InetAddress>> found = loop.newPromise();

    loop.execute(() -> {
      var unused = names.resolveAll("media.example", found);
    });
    assertThat(loop.submit(() -> "went on").get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isEqualTo("went on");
    assertThat(found.isDone()).isFalse();

    answered.countDown();
    assertThat(found.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .containsExactly(InetAddress.getLoopbackAddress());
  }

  @Test
  void resolve_noSuchName_failsAsTheSystemSays() throws Exception {
    SystemNames names = new SystemNames(loop, name -> {
      throw new UnknownHostException(name);
    });

    Future<InetAddress> found = names.resolve("media.example");

    assertThat(found.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(found.cause())
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("media.example");
  }

  private InetAddress[] whenAnswered(String name) {
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }
}
