package org.p2pd.tracker.announce;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Announce;
import org.p2pd.protocol.tracker.AnnounceReply;
import org.p2pd.protocol.tracker.AnnouncedContent;
import org.p2pd.protocol.tracker.ContentHosts;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.host.Descriptor;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.tracker.host.Renewal;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.stats.Stats;
import org.p2pd.tracker.swarm.Report;
import org.p2pd.tracker.swarm.Sample;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes a report and answers the questions in it, in two round trips to Redis: first everything that needs only the
 * announce and its token (the host's own lease, a report and a sample per content), then everything that needs the
 * answers (the sampled hosts' descriptors, sums, indexes).
 *
 * <p>Dead hosts met on the way are taken out of the swarm afterwards; nobody waits for that.
 */
@Component
class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
  private static final int ANNOUNCE_SECONDS_MIN = 2;
  private static final int ANNOUNCE_SECONDS_MAX = 30;
  private static final int HOLDERS_PER_ANNOUNCE_SECOND = 5_000;

  private final Hosts hosts;
  private final Swarms swarms;
  private final Stats stats;

  Announcements(Hosts hosts, Swarms swarms, Stats stats) {
    this.hosts = hosts;
    this.swarms = swarms;
    this.stats = stats;
  }

  /** Answers {@code said} by the holder of {@code token}. */
  Mono<AnnounceReply> announce(HostToken token, Announce said) {
    return Mono.zip(hosts.renew(token, said), slots(token, said), hosts.fetching())
        .flatMap(first -> second(token, first.getT1(), first.getT2(), first.getT3()));
  }

  private Mono<List<Slot>> slots(HostToken token, Announce said) {
    return Flux.fromIterable(said.contents())
        .flatMapSequential(content -> slot(token, content), Announce.CONTENTS_MAX)
        .collectList();
  }

  /** Both commands leave together; Redis runs the report first. */
  private Mono<Slot> slot(HostToken token, AnnouncedContent content) {
    return Mono.zip(swarms.report(token, content), sample(token, content))
        .map(both -> new Slot(content, both.getT1(), both.getT2()));
  }

  private Mono<Sample> sample(HostToken token, AnnouncedContent content) {
    return Slot.asks(content)
        ? swarms.sample(
            content.contentId(),
            Objects.requireNonNull(content.want()),
            token.hostId(),
            token.near())
        : Mono.just(Slot.NOT_ASKED);
  }

  private Mono<AnnounceReply> second(
      HostToken token, Renewal renewal, List<Slot> slots, List<LiveHost> fetching) {
    Set<HostId> sampled = new HashSet<>();
    slots.forEach(slot -> sampled.addAll(slot.sample().held().keySet()));
    return Mono.zip(
            hosts.read(sampled),
            stats.add(renewal).thenReturn(true),
            hosts.list(renewal.host().descriptor()).thenReturn(true),
            swarms.list(renewed(slots)).thenReturn(true))
        .map(second -> second.getT1())
        .doOnNext(live -> forgetDead(token.near(), slots, live.keySet()))
        .map(live -> reply(renewal.host(), slots, live, fetching));
  }

  private static Collection<ContentId> renewed(List<Slot> slots) {
    return slots.stream()
        .filter(slot -> slot.report().manifestRenewed())
        .map(slot -> slot.content().contentId())
        .collect(Collectors.toSet());
  }

  private void forgetDead(String near, List<Slot> slots, Set<HostId> live) {
    Flux.fromIterable(slots)
        .flatMap(slot -> forgetDead(near, slot, live))
        .subscribe(done -> {}, error -> LOG.debug("dead hosts stay: {}", error.getMessage()));
  }

  private Mono<Void> forgetDead(String near, Slot slot, Set<HostId> live) {
    Set<HostId> dead = new HashSet<>(slot.sample().held().keySet());
    dead.removeAll(live);
    return dead.isEmpty()
        ? Mono.empty()
        : swarms.drop(slot.content().contentId(), near, dead, slot.sample().drawnMillis());
  }

  private static AnnounceReply reply(
      LiveHost self, List<Slot> slots, Map<HostId, LiveHost> live, List<LiveHost> fetching) {
    HandoutReader reader = reader(self.descriptor());
    return new AnnounceReply(
        (int) Hosts.LEASE.toSeconds(),
        announceSeconds(slots),
        self.reachable(),
        slots.stream()
            .filter(Slot::isAnswered)
            .map(slot -> answer(reader, slot, live, fetching))
            .toList());
  }

  private static ContentHosts answer(
      HandoutReader reader, Slot slot, Map<HostId, LiveHost> live, List<LiveHost> fetching) {
    String error = slot.error();
    return new ContentHosts(
        slot.content().contentId(),
        error != null ? List.of() : reader.choose(slot.sample(), live, fetching, slot.limit()),
        error);
  }

  private static HandoutReader reader(Descriptor self) {
    InetAddress address = Cidr.parse(self.address()).network();
    return new HandoutReader(
        new Asker(
            self.hostId(),
            self.role() == HostRole.CACHE && self.operator(),
            true,
            self.zone(),
            Reach.prefix(address),
            Reach.of(address)),
        address);
  }

  /** clamp(swarm size / 5 000, 2, 30), by the largest swarm of the announce. */
  private static int announceSeconds(List<Slot> slots) {
    long largest =
        slots.stream().mapToLong(slot -> slot.report().holders()).max().orElse(0);
    return (int) Math.max(
        ANNOUNCE_SECONDS_MIN,
        Math.min(ANNOUNCE_SECONDS_MAX, largest / HOLDERS_PER_ANNOUNCE_SECOND));
  }

  /** Answers a look-up by somebody who need not be registered. */
  Mono<List<HostEntry>> lookUp(HandoutReader reader, Lookup asked, String near) {
    return Mono.zip(
            swarms.sample(asked.contentId(), asked.blocks(), reader.asker().hostId(), near),
            hosts.fetching())
        .flatMap(first -> lookUp(reader, asked, first.getT1(), first.getT2()));
  }

  private Mono<List<HostEntry>> lookUp(
      HandoutReader reader, Lookup asked, Sample sample, List<LiveHost> fetching) {
    String error = sample.error();
    return error != null
        ? Mono.error(asked.refused(error))
        : hosts
            .read(sample.held().keySet())
            .map(live -> reader.choose(sample, live, fetching, asked.limit()));
  }

  /** One content of an announce with what Redis said about it. */
  private record Slot(AnnouncedContent content, Report report, Sample sample) {
    static final Sample NOT_ASKED = Sample.none();

    static boolean asks(AnnouncedContent content) {
      return content.want() != null && !content.want().isEmpty();
    }

    boolean isAnswered() {
      return asks(content) || error() != null;
    }

    @Nullable
    String error() {
      return report.error() != null ? report.error() : sample.error();
    }

    int limit() {
      Integer limit = content.limit();
      return limit == null ? Handout.HOSTS_MAX : limit;
    }
  }
}
