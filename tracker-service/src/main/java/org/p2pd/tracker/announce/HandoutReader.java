package org.p2pd.tracker.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Candidate;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;

/**
 * Turns what Redis said about a swarm into the candidates of a handout, and lets the policy choose.
 *
 * @param asker who asks
 * @param address the asker's address, for networks that caches fetch for
 */
record HandoutReader(Asker asker, InetAddress address) {
  private static final int HEX_DIGITS_OF_HOST_ID = 32;

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
    int most = pool.near().size()
        + pool.all().size()
        + fetching.size()
        + pool.mirrors().size();
    List<Candidate> candidates = new ArrayList<>(most);
    Set<HostId> met = new HashSet<>();
    pool.near().forEach(holder -> add(candidates, met, holder.host(), holder.held()));
    pool.all().forEach(holder -> add(candidates, met, holder.host(), holder.held()));
    for (LiveHost host : fetching) {
      if (fetches(host.descriptor())) {
        add(candidates, met, host, BlockSet.empty());
      }
    }
    pool.mirrors().forEach(url -> candidates.add(mirror(url)));
    return candidates;
  }

  private void add(List<Candidate> candidates, Set<HostId> met, LiveHost host, BlockSet held) {
    String url = host.descriptor().url();
    if (url != null && met.add(host.descriptor().hostId())) {
      candidates.add(candidate(host, url, held));
    }
  }

  private Candidate candidate(LiveHost host, String url, BlockSet held) {
    HostDescriptor said = host.descriptor();
    return new Candidate(
        said.hostId(),
        url,
        said.role(),
        said.zone(),
        host.prefix(),
        host.scope(),
        said.operator(),
        said.internal(),
        host.reachable() || said.operator(),
        fetches(said),
        held,
        host.load(),
        host.complaints());
  }

  private boolean fetches(HostDescriptor host) {
    return !host.fetchesFor().isEmpty()
        && host.fetchesFor().stream().anyMatch(network -> Cidr.parse(network).contains(address));
  }

  /** A mirror has no registration; its id follows from its URL, so that it is the same in every answer. */
  static Candidate mirror(String url) {
    String id = Digest.of(url.getBytes(UTF_8)).hex().substring(0, HEX_DIGITS_OF_HOST_ID);
    return new Candidate(
        new HostId(id),
        url,
        HostRole.MIRROR,
        null,
        "",
        Reach.ofHost(URI.create(url).getHost()),
        true,
        false,
        true,
        false,
        BlockSet.everything(),
        0,
        0);
  }
}
