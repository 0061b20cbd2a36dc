package org.p2pd.transport.dial;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Resolves names and lets only those addresses through that the policy allows; literal addresses pass through here too.
 */
final class PolicyResolver extends AddressResolverGroup<InetSocketAddress> {
  private final DialPolicy policy;

  PolicyResolver(DialPolicy policy) {
    this.policy = policy;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    SystemNames names = new SystemNames(executor, InetAddress::getAllByName);
    return new Checked(executor, names.asAddressResolver());
  }

  private final class Checked extends AbstractAddressResolver<InetSocketAddress> {
    private final AddressResolver<InetSocketAddress> names;

    Checked(EventExecutor executor, AddressResolver<InetSocketAddress> names) {
      super(executor, InetSocketAddress.class);
      this.names = names;
    }

    /** Nothing counts as resolved before it was checked. */
    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
      return false;
    }

    @Override
    protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
      resolveAll(address).addListener((FutureListener<List<InetSocketAddress>>) found -> {
        if (found.isSuccess()) {
          promise.setSuccess(found.getNow().get(0));
        } else {
          promise.setFailure(found.cause());
        }
      });
    }

    @Override
    protected void doResolveAll(
        InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
      if (!address.isUnresolved()) {
        complete(address, List.of(address), promise);
        return;
      }
      names.resolveAll(address).addListener((Future<? super List<InetSocketAddress>> found) -> {
        if (found.isSuccess()) {
          complete(address, addresses(found), promise);
        } else {
          promise.setFailure(found.cause());
        }
      });
    }

    @SuppressWarnings("unchecked")
    private static List<InetSocketAddress> addresses(
        Future<? super List<InetSocketAddress>> found) {
      return (List<InetSocketAddress>) found.getNow();
    }

    private void complete(
        InetSocketAddress asked,
        List<InetSocketAddress> found,
        Promise<List<InetSocketAddress>> promise) {
      List<InetSocketAddress> allowed =
          found.stream().filter(each -> policy.allows(each.getAddress())).toList();
      if (allowed.isEmpty()) {
        promise.setFailure(new DialRefusedException(asked));
      } else {
        promise.setSuccess(allowed);
      }
    }
  }
}
