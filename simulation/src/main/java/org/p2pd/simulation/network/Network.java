package org.p2pd.simulation.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.p2pd.simulation.time.VirtualTime;

/**
 * Shares links among flows by max-min fairness: no flow can get more without taking from one that has less (Bertsekas
 * and Gallager, "Data Networks", §6.5.2), which is what many TCP connections come to in the long run.
 *
 * <p>Computed as distributed rate allocation does it (Charny, Clark and Jain, "Congestion control with explicit rate
 * indication", ICC 1995): a link whose flows changed finds its fair level anew and passes changes of more than 1 % on to
 * the other ends of its flows. So a change costs what it touches, not what exists, and a link may be off by about 1 %.
 */
public final class Network {
  private static final double TOLERANCE = 0.01;
  private static final int LINKS_PER_ROUND_MAX = 500;
  private static final long NEXT_ROUND_NANOS = 5_000_000L;

  private final VirtualTime time;
  private final ArrayDeque<Link> changed = new ArrayDeque<>();
  private final List<Flow> begun = new ArrayList<>();
  private boolean settling;

  /** Creates a network without flows. */
  public Network(VirtualTime time) {
    this.time = time;
  }

  /**
   * Begins a flow of no set length.
   *
   * @param firstMark after how many bytes the receiver is called first, at least 1
   */
  public Flow begin(Link up, Link down, long firstMark, Flow.Receiver receiver) {
    Flow flow = new Flow(time, up, down, firstMark, receiver);
    up.flows.add(flow);
    down.flows.add(flow);
    begun.add(flow);
    touch(up);
    touch(down);
    return flow;
  }

  /** Ends a flow; what it has sent stays known. Ending twice does nothing. */
  public void end(Flow flow) {
    if (!flow.isOver()) {
      flow.stop();
      flow.up().flows.remove(flow);
      flow.down().flows.remove(flow);
      touch(flow.up());
      touch(flow.down());
    }
  }

  private void touch(Link link) {
    if (!link.changed) {
      link.changed = true;
      changed.addLast(link);
    }
    settleAfter(0);
  }

  private void settleAfter(long nanos) {
    if (!settling) {
      settling = true;
      time.after(nanos, this::settle);
    }
  }

  private void settle() {
    settling = false;
    for (int i = 0; i < LINKS_PER_ROUND_MAX && !changed.isEmpty(); i++) {
      Link link = changed.removeFirst();
      link.changed = false;
      level(link);
    }
    begun.stream().filter(flow -> !flow.isOver()).forEach(Flow::adapt);
    begun.clear();
    if (!changed.isEmpty()) {
      settleAfter(NEXT_ROUND_NANOS);
    }
  }

  private void level(Link link) {
    double before = link.level;
    double now = link.fairLevel();
    if (Math.abs(now - before) <= TOLERANCE * before) {
      return;
    }
    link.level = now;
    double lower = Math.min(before, now);
    for (Flow flow : link.flows) {
      Link other = flow.otherEnd(link);
      if (lower < other.level) {
        flow.adapt();
        if (!other.changed) {
          other.changed = true;
          changed.addLast(other);
        }
      }
    }
  }
}
