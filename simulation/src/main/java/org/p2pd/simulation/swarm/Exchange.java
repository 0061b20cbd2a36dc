package org.p2pd.simulation.swarm;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.simulation.network.Flow;
import org.p2pd.simulation.network.Link;
import org.p2pd.simulation.network.Network;
import org.p2pd.simulation.time.VirtualTime;
import org.p2pd.transport.schedule.request.Decision;

/** One request from its first packet to its last byte: what {@code Download} does over HTTP, on modelled links. */
final class Exchange {
  private static final long FIRST_BYTE = 1;
  private static final long NEVER = Long.MAX_VALUE;
  private static final int STOPS_AT_PERCENT = 99;
  private static final long DRIPS_AFTER_BYTES = 2_048;
  private static final double DRIP_BYTES_PER_SECOND = 1;

  final Decision.Fetch order;
  final Host server;

  private final BlockLayout layout;
  private final VirtualTime time;
  private final Network network;
  private final Host client;
  private final Listener listener;
  private @Nullable Flow flow;
  private long bytesBeforeFlow;
  private int block;
  private boolean over;

  Exchange(
      Decision.Fetch order,
      BlockLayout layout,
      VirtualTime time,
      Network network,
      Host client,
      Host server,
      Listener listener) {
    this.order = order;
    this.layout = layout;
    this.time = time;
    this.network = network;
    this.client = client;
    this.server = server;
    this.listener = listener;
    this.block = order.firstBlock();
  }

  /** Sends the request; a connection that is not there yet takes a round trip more. */
  void start(boolean connected) {
    time.after(server.roundTripNanos(client) * (connected ? 1 : 2), this::answer);
  }

  private void answer() {
    if (over || !server.alive || server.behaviour == Behaviour.SILENT) {
      return;
    }
    BlockSet asked = BlockSet.range(order.firstBlock(), order.lastBlock());
    BlockSet have = BlockSet.of(server.held).intersect(asked);
    if (server.behaviour == Behaviour.REFUSES) {
      over = true;
      listener.failed(this);
    } else if (!server.behaviour.isBad() && have.size() < asked.size()) {
      over = true;
      listener.lacks(this, have);
    } else {
      server.sending.add(this);
      flow = network.begin(server.up, client.down, FIRST_BYTE, this::reached);
    }
  }

  /** Bytes of the body that have arrived by now. */
  long receivedBytes() {
    return flow == null ? 0 : bytesBeforeFlow + flow.sentBytes();
  }

  private long reached(long bytes) {
    if (bytes == FIRST_BYTE) {
      listener.progressed(this, bytes);
    } else if (server.behaviour == Behaviour.DRIPS && bytes == DRIPS_AFTER_BYTES) {
      listener.progressed(this, bytes);
      drip();
      return NEVER;
    } else if (server.behaviour == Behaviour.STOPS_SHORT) {
      fallSilent();
    } else {
      blockReached(bytes);
    }
    return over ? NEVER : nextMark();
  }

  /** From here on the bytes come over a line of their own. */
  private void drip() {
    fallSilent();
    bytesBeforeFlow = DRIPS_AFTER_BYTES;
    flow = network.begin(
        new Link(DRIP_BYTES_PER_SECOND), client.down, Long.MAX_VALUE, bytes -> Long.MAX_VALUE);
  }

  private long nextMark() {
    if (server.behaviour == Behaviour.DRIPS) {
      return DRIPS_AFTER_BYTES;
    }
    long end = layout.rangeOf(order.firstBlock(), block).length() - order.skippedBytes();
    return server.behaviour == Behaviour.STOPS_SHORT ? end * STOPS_AT_PERCENT / 100 : end;
  }

  private void blockReached(long bytes) {
    listener.progressed(this, bytes);
    int arrived = block++;
    boolean last = arrived == order.lastBlock();
    if (server.behaviour == Behaviour.LIES) {
      close();
      listener.wrong(this, arrived);
      return;
    }
    if (last) {
      close();
    }
    listener.arrived(this, arrived);
    if (last) {
      listener.done(this);
    }
  }

  /** The bytes stop; the client is not told. */
  void fallSilent() {
    if (flow != null) {
      network.end(flow);
    }
  }

  /** Breaks the request off; its listener hears no more. */
  void close() {
    if (!over) {
      over = true;
      fallSilent();
      server.sending.remove(this);
      server.sentBytes += receivedBytes();
    }
  }

  /** What becomes of a request. */
  interface Listener {
    void progressed(Exchange exchange, long bytes);

    void arrived(Exchange exchange, int block);

    void wrong(Exchange exchange, int block);

    void lacks(Exchange exchange, BlockSet have);

    void failed(Exchange exchange);

    void done(Exchange exchange);
  }
}
