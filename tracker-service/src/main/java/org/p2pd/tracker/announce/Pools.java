package org.p2pd.tracker.announce;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.tracker.swarm.Draw;
import org.p2pd.tracker.swarm.Swarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds live holders of a content in two round trips to Redis, the draw and the descriptors of those drawn; or in none,
 * where the swarm is large and somebody asked a moment ago.
 *
 * <p>Dead hosts met on the way are taken out of the swarm afterwards; nobody waits for that.
 */
@Component
class Pools {
  private static final Logger LOG = LoggerFactory.getLogger(Pools.class);
  /** Twice as many as an answer names, of either kind: enough to choose among. */
  private static final int OVERALL = 40;

  private static final int NEIGHBOURS = 40;

  private final Hosts hosts;
  private final Swarms swarms;
  private final RecentPools recent = new RecentPools(Ticker.systemTicker());

  Pools(Hosts hosts, Swarms swarms) {
    this.hosts = hosts;
    this.swarms = swarms;
  }

  /**
   * Holders of {@code want}.
   *
   * @param near the asker's zone or prefix, as in host tokens
   */
  CompletableFuture<Pool> find(ContentId content, BlockSet want, String near) {
    Pool all = recent.all(content);
    RecentPools.Recent neighbours = recent.near(content, near);
    return all != null && neighbours != null
        ? CompletableFuture.completedFuture(neighbours.joinedTo(all))
        : draw(content, want, near, all, neighbours == null ? null : neighbours.holders());
  }

  private CompletableFuture<Pool> draw(
      ContentId content,
      BlockSet want,
      String near,
      @Nullable Pool all,
      @Nullable List<Pool.Holder> neighbours) {
    return swarms
        .draw(content, want, all == null ? OVERALL : 0, near, neighbours == null ? NEIGHBOURS : 0)
        .thenCompose(draw -> resolve(content, draw))
        .thenApply(drawn -> {
          keep(content, near, drawn, all, neighbours);
          return joined(drawn.pool(), all, neighbours);
        });
  }

  private CompletableFuture<Drawn> resolve(ContentId content, Draw draw) {
    Set<HostId> ids = new HashSet<>();
    Stream.of(draw.all(), draw.near())
        .flatMap(Collection::stream)
        .forEach(holder -> ids.add(holder.hostId()));
    return hosts.read(ids).toFuture().thenApply(live -> {
      forgetDead(content, draw, ids, live.keySet());
      return new Drawn(pool(draw, live), draw.whole());
    });
  }

  private static Pool pool(Draw draw, Map<HostId, LiveHost> live) {
    return draw.error() != null
        ? Pool.refused(draw.error())
        : new Pool(
            draw.blocks(),
            draw.peersAllowed(),
            draw.mirrors(),
            live(draw.all(), live),
            live(draw.near(), live));
  }

  private static List<Pool.Holder> live(List<Draw.Holder> drawn, Map<HostId, LiveHost> live) {
    List<Pool.Holder> holders = new ArrayList<>(drawn.size());
    for (Draw.Holder holder : drawn) {
      LiveHost host = live.get(holder.hostId());
      if (host != null) {
        holders.add(new Pool.Holder(host, holder.held()));
      }
    }
    return holders;
  }

  private void forgetDead(ContentId content, Draw draw, Set<HostId> drawn, Set<HostId> live) {
    if (live.size() < drawn.size()) {
      Set<HostId> dead = new HashSet<>(drawn);
      dead.removeAll(live);
      swarms
          .drop(content, dead, draw.drawnMillis())
          .subscribe(done -> {}, error -> LOG.debug("dead hosts stay: {}", error.getMessage()));
    }
  }

  /** Only draws of which nothing was left out serve others too. */
  private void keep(
      ContentId content,
      String near,
      Drawn drawn,
      @Nullable Pool all,
      @Nullable List<Pool.Holder> neighbours) {
    if (drawn.whole() && all == null) {
      recent.keepAll(content, drawn.pool());
    }
    if (drawn.whole() && neighbours == null) {
      recent.keepNear(content, near, drawn.pool());
    }
  }

  private static Pool joined(
      Pool drawn, @Nullable Pool all, @Nullable List<Pool.Holder> neighbours) {
    if (drawn.error() != null) {
      return drawn;
    }
    return (all == null ? drawn : all).withNear(neighbours == null ? drawn.near() : neighbours);
  }

  /** What was drawn, and whether it serves other askers too. */
  private record Drawn(Pool pool, boolean whole) {}
}
