package org.p2pd.tracker.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Candidate;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.host.Descriptor;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.tracker.swarm.Sample;
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

  /** The best hosts for {@code sample}, of which {@code live} are known to live. */
  List<HostEntry> choose(
      Sample sample, Map<HostId, LiveHost> live, List<LiveHost> fetching, int limit) {
    Asker bound = sample.peersAllowed()
        ? asker
        : new Asker(
            asker.hostId(),
            asker.trustedCache(),
            false,
            asker.zone(),
            asker.prefix(),
            asker.scope());
    Handout handout = new Handout(bound, sample.wanted(), limit, ThreadLocalRandom.current());
    return handout.choose(candidates(sample, live, fetching));
  }

  private List<Candidate> candidates(
      Sample sample, Map<HostId, LiveHost> live, List<LiveHost> fetching) {
    Stream<Candidate> holders = sample.held().entrySet().stream()
        .map(held -> candidate(live.get(held.getKey()), held.getValue()));
    Stream<Candidate> willing = fetching.stream()
        .filter(host -> !sample.held().containsKey(host.descriptor().hostId()))
        .filter(host -> fetches(host.descriptor()))
        .map(host -> candidate(host, BlockSet.empty()));
    Stream<Candidate> mirrors = sample.mirrors().stream().map(HandoutReader::mirror);
    return Stream.of(holders, willing, mirrors)
        .flatMap(some -> some)
        .filter(Objects::nonNull)
        .toList();
  }

  private @Nullable Candidate candidate(@Nullable LiveHost host, BlockSet held) {
    String url = host == null ? null : host.descriptor().url();
    if (host == null || url == null) {
      return null;
    }
    Descriptor said = host.descriptor();
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

  private boolean fetches(Descriptor host) {
    return host.fetchesFor().stream().anyMatch(network -> Cidr.parse(network).contains(address));
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
