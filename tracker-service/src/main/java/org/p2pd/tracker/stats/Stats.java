package org.p2pd.tracker.stats;

import java.time.Clock;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.protocol.tracker.traffic.TrackerStats.HostCounts;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.publication.Publications;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.swarm.ContentKeys;
import org.springframework.data.domain.Range;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The network in a few numbers, summed over all replicas.
 *
 * <p>Bytes are counted where they arrive: what a receiver verified counts for the sender's role, what a sender claims
 * counts for nothing. Delivered to viewers is what agents and caches say they handed out; what an origin gives to plain
 * browsers never touches the network this measures.
 */
@Component
public final class Stats {
  private final Redis redis;
  private final Hosts hosts;
  private final Publications publications;
  private final TrafficSums sums;
  private final Clock clock;

  Stats(Redis redis, Hosts hosts, Publications publications, TrafficSums sums, Clock clock) {
    this.redis = redis;
    this.hosts = hosts;
    this.publications = publications;
    this.sums = sums;
    this.clock = clock;
  }

  /** Adds what a host reported since its last report. */
  public void add(ContentTraffic moved) {
    sums.add(moved);
  }

  /** The numbers as they are now. */
  public Mono<TrackerStats> read() {
    return Mono.zip(hosts.count(), contents(), publications.count(), sums.read())
        .map(read -> stats(read.getT1(), read.getT2(), read.getT3(), read.getT4()));
  }

  private Mono<Long> contents() {
    Range<Double> ended = Range.leftUnbounded(Range.Bound.exclusive((double) clock.millis()));
    return redis
        .call(r -> r.opsForZSet().removeRangeByScore(ContentKeys.LIVE, ended))
        .then(redis.call(r -> r.opsForZSet().size(ContentKeys.LIVE)));
  }

  private static TrackerStats stats(
      HostCounts hosts, long contents, long publications, ContentTraffic sums) {
    return new TrackerStats(
        hosts,
        contents,
        publications,
        new BytesByRole(sums.origin(), sums.cache(), sums.agent()),
        sums.delivered(),
        TrackerStats.offload(sums.origin(), sums.delivered()));
  }
}
