package org.p2pd.simulation.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.simulation.network.Network;
import org.p2pd.simulation.time.VirtualTime;
import org.p2pd.transport.schedule.TransferPlan;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;

/**
 * An agent: the shipping {@link TransferPlan} and hands that carry out what it decides over modelled links. What {@code
 * Transfer} and {@code TrackerSession} do in a node: a tick every 100 ms, reports at most once a second.
 */
final class Agent implements Exchange.Listener {
  private static final long TICK_NANOS = 100_000_000L;
  private static final long ANNOUNCE_NANOS = VirtualTime.SECOND;
  private static final long READER = 1;

  final Host host;

  private final BlockLayout layout;
  private final VirtualTime time;
  private final Network network;
  private final HostDirectory others;
  private final TransferPlan plan;
  private final Tally tally;
  private final Map<Long, Exchange> underWay = new HashMap<>();
  private final Set<Host> connected = new HashSet<>();
  private final BitSet unreported = new BitSet();
  private @Nullable Runnable arrivalListener;
  private boolean announcing;
  private boolean ticking;
  private long announcedNanos = -ANNOUNCE_NANOS;

  Agent(
      Host host,
      BlockLayout layout,
      VirtualTime time,
      Network network,
      HostDirectory others,
      TransferPlan plan) {
    this.host = host;
    this.layout = layout;
    this.time = time;
    this.network = network;
    this.others = others;
    this.plan = plan;
    this.tally = new Tally(layout);
  }

  Tally tally() {
    return tally;
  }

  boolean holds(int block) {
    return host.held.get(block);
  }

  /** Has {@code listener} called after every block. */
  void onArrival(Runnable listener) {
    arrivalListener = listener;
  }

  /** The user wants the whole film. */
  void download() {
    carryOut(plan.downloadOf(READER, 0, layout.blockCount() - 1, time.now()));
    startTicking();
  }

  /** The user's player stands at {@code next}. */
  void readerAt(int next) {
    carryOut(plan.readerAt(READER, next, layout.blockCount() - 1, time.now()));
    startTicking();
  }

  /** The user's player needs no more. */
  void readerGone() {
    carryOut(plan.readerGone(READER, time.now()));
  }

  /** The user switched the machine off. */
  void vanish() {
    host.vanish();
    List.copyOf(underWay.values()).forEach(this::closed);
  }

  private void startTicking() {
    if (!ticking) {
      ticking = true;
      time.after(TICK_NANOS, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    if (!host.alive) {
      return;
    }
    underWay.forEach((id, exchange) -> plan.progress(id, exchange.receivedBytes(), time.now()));
    carryOut(plan.tick(time.now()));
    if (!plan.isIdle()) {
      startTicking();
    }
  }

  private void carryOut(List<Decision> decisions) {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Fetch fetch) {
        fetch(fetch);
      } else if (decision instanceof Decision.Cancel cancel) {
        closed(underWay.get(cancel.request()));
      } else if (decision instanceof Decision.FindHosts find) {
        findHosts(find.want());
      } else if (decision instanceof Decision.Complain) {
        tally.complaint();
      }
    }
  }

  private void fetch(Decision.Fetch order) {
    Host server = others.hostAt(order.source().url());
    Exchange exchange = new Exchange(order, layout, time, network, host, server, this);
    underWay.put(order.request(), exchange);
    exchange.start(!connected.add(server));
  }

  private void closed(@Nullable Exchange exchange) {
    if (exchange != null && underWay.remove(exchange.order.request()) != null) {
      exchange.close();
      boolean crossing = !exchange.server.zone.equals(host.zone);
      tally.received(exchange.server.role, crossing, exchange.receivedBytes());
    }
  }

  private void findHosts(BlockSet want) {
    report();
    time.after(others.trackerRoundTripNanos(host), () -> {
      if (host.alive) {
        plan.knownAs(host.id);
        carryOut(plan.hostsFound(sources(others.tracker().hosts(host, want)), time.now()));
      }
    });
  }

  private List<Source> sources(List<HostEntry> entries) {
    List<Source> sources = new ArrayList<>(entries.size());
    for (HostEntry entry : entries) {
      Source source = new Source(
          entry.url(),
          entry.hostId(),
          entry.role(),
          entry.operator(),
          entry.plain(),
          entry.fetches(),
          entry.blocks());
      sources.add(host.zone.equals(entry.zone()) ? source.nearby() : source);
    }
    return sources;
  }

  @Override
  public void progressed(Exchange exchange, long bytes) {
    plan.progress(exchange.order.request(), bytes, time.now());
  }

  @Override
  public void arrived(Exchange exchange, int block) {
    if (!host.held.get(block)) {
      host.held.set(block);
      tally.kept(block);
      unreported.set(block);
      announceSoon();
    }
    carryOut(plan.blockArrived(exchange.order.request(), block, time.now()));
    if (arrivalListener != null) {
      arrivalListener.run();
    }
  }

  @Override
  public void wrong(Exchange exchange, int block) {
    closed(exchange);
    carryOut(plan.blockWrong(exchange.order.request(), block, time.now()));
  }

  @Override
  public void lacks(Exchange exchange, BlockSet have) {
    closed(exchange);
    carryOut(plan.hostLacks(exchange.order.request(), have, time.now()));
  }

  @Override
  public void failed(Exchange exchange) {
    closed(exchange);
    carryOut(plan.requestFailed(exchange.order.request(), time.now()));
  }

  @Override
  public void done(Exchange exchange) {
    closed(exchange);
    carryOut(plan.requestDone(exchange.order.request(), time.now()));
  }

  private void announceSoon() {
    if (!announcing) {
      announcing = true;
      time.after(Math.max(0, announcedNanos + ANNOUNCE_NANOS - time.now()), this::announce);
    }
  }

  private void announce() {
    announcing = false;
    if (host.alive) {
      report();
    }
  }

  private void report() {
    BitSet news = (BitSet) unreported.clone();
    unreported.clear();
    if (!news.isEmpty()) {
      announcedNanos = time.now();
      time.after(
          others.trackerRoundTripNanos(host) / 2, () -> others.tracker().announced(host, news));
    }
  }
}
