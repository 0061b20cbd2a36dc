package org.p2pd.tracker.announce;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Candidate;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.transport.dial.Cidr;

/**
 * Turns what Redis said about a swarm into the candidates of a handout, and lets the policy choose.
 *
 * @param asker who asks
 * @param address the asker's address, for networks that caches fetch for
 */
record HandoutReader(Asker asker, InetAddress address) {
  /** The best hosts for {@code want} in {@code pool}. */
  List<HostEntry> choose(Pool pool, BlockSet want, List<LiveHost> fetching, int limit) {
    Asker bound = pool.peersAllowed()
        ? asker
        : new Asker(
            asker.hostId(),
            asker.trustedCache(),
            false,
            asker.zone(),
            asker.prefix(),
            asker.scope());
    BlockSet wanted = want.within(pool.blocks());
    return new Handout(bound, wanted, limit, ThreadLocalRandom.current())
        .choose(candidates(pool, fetching));
  }

  private List<Candidate> candidates(Pool pool, List<LiveHost> fetching) {
    if (pool.fetching().isEmpty() && fetching.isEmpty()) {
      return pool.candidates();
    }
    List<Candidate> candidates = new ArrayList<>(pool.candidates());
    Set<HostId> met = new HashSet<>();
    pool.fetching().forEach(holder -> add(candidates, met, holder));
    for (LiveHost host : fetching) {
      if (fetches(host.descriptor())) {
        add(candidates, met, new Pool.Holder(host, BlockSet.empty()));
      }
    }
    return candidates;
  }

  private void add(List<Candidate> candidates, Set<HostId> met, Pool.Holder holder) {
    HostDescriptor host = holder.host().descriptor();
    Candidate candidate = holder.candidate(fetches(host));
    if (candidate != null && met.add(host.hostId())) {
      candidates.add(candidate);
    }
  }

  private boolean fetches(HostDescriptor host) {
    return !host.fetchesFor().isEmpty()
        && host.fetchesFor().stream().anyMatch(network -> Cidr.parse(network).contains(address));
  }
}
