package org.p2pd.agent.reach;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a port of the router while others want to come and cannot. Asks nobody before that is so, and again only after an
 * hour where no router was willing; gives the port back at the end.
 */
public final class PortMapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PortMapping.class);

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration ASKED_AGAIN = Duration.ofHours(1);
  private static final int LOOKS_IN_VAIN = 2;
  private static final long GIVE_BACK_SECONDS_MAX = 2;

  private final int port;
  private final BooleanSupplier unreachable;
  private final IntConsumer comeTo;
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "p2pd-port-mapping");
        thread.setDaemon(true);
        return thread;
      });
  private int looksUnreachable;
  private long askedNanos = System.nanoTime() - ASKED_AGAIN.toNanos();
  private long refreshedNanos;
  private @Nullable Router router;
  private Router.@Nullable Mapping mapping;

  /**
   * Creates the mapping; {@link #start} begins to watch.
   *
   * @param port of this machine
   * @param unreachable whether others would come and cannot, and a router may be why
   * @param comeTo told where others reach {@code port} from now on: a port of the router, or {@code port} itself again
   */
  public PortMapping(int port, BooleanSupplier unreachable, IntConsumer comeTo) {
    this.port = port;
    this.unreachable = unreachable;
    this.comeTo = comeTo;
  }

  /** Begins to watch, once a half minute. */
  public void start() {
    var unused = owner.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      if (mapping != null) {
        keep(mapping);
      } else if (isWanted()) {
        askedNanos = System.nanoTime();
        open();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("No port of the router: {}", e.toString());
    }
  }

  /** Not at the first look: the tracker may just not have called back yet. */
  private boolean isWanted() {
    looksUnreachable = unreachable.getAsBoolean() ? looksUnreachable + 1 : 0;
    return looksUnreachable >= LOOKS_IN_VAIN
        && System.nanoTime() - askedNanos >= ASKED_AGAIN.toNanos();
  }

  private void open() throws InterruptedException {
    Router asked = new Router();
    try {
      mapping = asked.map(port).orElse(null);
    } finally {
      if (mapping == null) {
        asked.close();
      }
    }
    if (mapping == null) {
      LOG.info(
          "No router opens a port (asked by PCP, NAT-PMP and UPnP); only hosts of this network reach this agent");
      return;
    }
    router = asked;
    refreshedNanos = System.nanoTime();
    LOG.info("Others reach this agent at {}", mapping);
    comeTo.accept(mapping.externalPort());
  }

  private void keep(Router.Mapping held) throws InterruptedException {
    long halfLife = TimeUnit.SECONDS.toNanos(held.lifetimeSeconds()) / 2;
    if (System.nanoTime() - refreshedNanos < halfLife) {
      return;
    }
    refreshedNanos = System.nanoTime();
    if (!held.refresh()) {
      LOG.info("The router no longer opens its port");
      letGo();
      comeTo.accept(port);
    }
  }

  private void letGo() {
    mapping = null;
    if (router != null) {
      router.close();
      router = null;
    }
  }

  private void giveBack() {
    try {
      if (mapping != null) {
        mapping.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    letGo();
  }

  /** Gives the port back, waiting two seconds for it at most. */
  @Override
  public void close() {
    owner.execute(this::giveBack);
    owner.shutdown();
    try {
      if (!owner.awaitTermination(GIVE_BACK_SECONDS_MAX, TimeUnit.SECONDS)) {
        owner.shutdownNow();
      }
    } catch (InterruptedException e) {
      owner.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
