package org.p2pd.transport.dial;

import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.scheduler.Schedulers;

/**
 * Names as the machine resolves them, its hosts file and local names included, looked up on threads that may wait: the
 * system's call blocks for seconds where a name server is silent.
 */
final class SystemNames extends InetNameResolver {
  /** Looks a name up; may block. */
  interface LookUp {
    InetAddress[] addressesOf(String name) throws UnknownHostException;
  }

  private final LookUp system;

  SystemNames(EventExecutor executor, LookUp system) {
    super(executor);
    this.system = system;
  }

  @Override
  protected void doResolve(String name, Promise<InetAddress> promise) {
    lookUp(promise, () -> system.addressesOf(name)[0]);
  }

  @Override
  protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
    lookUp(promise, () -> List.of(system.addressesOf(name)));
  }

  private static <T> void lookUp(Promise<T> promise, Answer<T> answer) {
    try {
      Schedulers.boundedElastic().schedule(() -> settle(promise, answer));
    } catch (RejectedExecutionException e) {
      promise.tryFailure(e);
    }
  }

  private static <T> void settle(Promise<T> promise, Answer<T> answer) {
    try {
      promise.trySuccess(answer.get());
    } catch (UnknownHostException | RuntimeException e) {
      promise.tryFailure(e);
    }
  }

  private interface Answer<T> {
    T get() throws UnknownHostException;
  }
}
