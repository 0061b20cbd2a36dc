package org.p2pd.simulation.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Candidate;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.transport.dial.Reach;

/**
 * What a tracker knows of one film, and the shipping {@link Handout} over it. As the real one does, it looks at no more
 * than 64 holders overall and 64 in the asker's zone, and reads only the wanted part of what they hold.
 */
final class ModelTracker {
  private static final int SAMPLE_MAX = 64;
  private static final int HOSTS_PER_ANSWER = 20;

  private final int blockCount;
  private final RandomGenerator random;
  private final List<Known> all = new ArrayList<>();
  private final Map<String, List<Known>> byZone = new HashMap<>();
  private final Map<Host, Known> byHost = new HashMap<>();
  private final List<Known> origins = new ArrayList<>();

  ModelTracker(int blockCount, RandomGenerator random) {
    this.blockCount = blockCount;
    this.random = random;
  }

  /** Takes note that {@code host} holds {@code blocks}. */
  void announced(Host host, BitSet blocks) {
    known(host).blocks.or(blocks);
  }

  private Known known(Host host) {
    return byHost.computeIfAbsent(host, newcomer -> {
      Known known = new Known(newcomer);
      (newcomer.isOrigin() ? origins : all).add(known);
      byZone.computeIfAbsent(newcomer.zone, unused -> new ArrayList<>()).add(known);
      return known;
    });
  }

  /** A host's lease ended. */
  void forget(Host host) {
    Known known = byHost.remove(host);
    if (known != null) {
      all.remove(known);
      origins.remove(known);
      byZone.getOrDefault(host.zone, new ArrayList<>()).remove(known);
    }
  }

  /** The hosts named to {@code asker} for {@code want}. */
  List<HostEntry> hosts(Host asker, BlockSet want) {
    Set<Known> sample = new LinkedHashSet<>();
    draw(all, sample);
    draw(byZone.getOrDefault(asker.zone, List.of()), sample);
    sample.addAll(origins);
    List<Candidate> candidates =
        sample.stream().map(known -> known.candidate(want, blockCount)).toList();
    Asker asking = new Asker(asker.id, false, true, asker.zone, asker.prefix, Reach.PUBLIC);
    return new Handout(asking, want, HOSTS_PER_ANSWER, random).choose(candidates);
  }

  private void draw(List<Known> from, Set<Known> into) {
    if (from.size() <= SAMPLE_MAX) {
      into.addAll(from);
      return;
    }
    for (int i = 0; i < SAMPLE_MAX; i++) {
      into.add(from.get(random.nextInt(from.size())));
    }
  }

  private static final class Known {
    final Host host;
    final BitSet blocks = new BitSet();

    Known(Host host) {
      this.host = host;
    }

    Candidate candidate(BlockSet want, int blockCount) {
      boolean complete = blocks.cardinality() == blockCount;
      return new Candidate(
          host.id,
          host.url,
          host.role,
          host.zone,
          host.prefix,
          Reach.PUBLIC,
          host.isOrigin(),
          false,
          host.behaviour != Behaviour.DOWNLOADS_ONLY,
          false,
          complete ? BlockSet.everything() : BlockSet.of(blocks).intersect(want),
          0,
          0);
    }
  }
}
