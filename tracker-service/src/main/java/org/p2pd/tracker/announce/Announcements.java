package org.p2pd.tracker.announce;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Announce;
import org.p2pd.protocol.tracker.AnnounceReply;
import org.p2pd.protocol.tracker.AnnouncedContent;
import org.p2pd.protocol.tracker.ContentHosts;
import org.p2pd.protocol.tracker.ContentTraffic;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.host.Descriptor;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.swarm.Report;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes a report and answers the questions in it, in at most two round trips to Redis: first everything that needs only
 * the announce and its token (the host's own lease, a report and a draw per content), then the descriptors of the hosts
 * drawn.
 */
@Component
class Announcements {
  private static final int ANNOUNCE_SECONDS_MIN = 2;
  private static final int ANNOUNCE_SECONDS_MAX = 30;
  private static final int HOLDERS_PER_ANNOUNCE_SECOND = 5_000;

  private final Hosts hosts;
  private final Swarms swarms;
  private final Pools pools;
  private final Counting counting;

  Announcements(Hosts hosts, Swarms swarms, Pools pools, Counting counting) {
    this.hosts = hosts;
    this.swarms = swarms;
    this.pools = pools;
    this.counting = counting;
  }

  /** Answers {@code said} by the holder of {@code token}. */
  Mono<AnnounceReply> announce(HostToken token, Announce said) {
    return Mono.zip(hosts.renew(token, said), slots(token, said), hosts.fetching())
        .flatMap(heard -> {
          counting.count(token, heard.getT1(), said.trafficSerial(), moved(heard.getT2()));
          AnnounceReply reply = reply(heard.getT1().host(), heard.getT2(), heard.getT3());
          return renewed(heard.getT2()).thenReturn(reply);
        });
  }

  private Mono<List<Slot>> slots(HostToken token, Announce said) {
    return Flux.fromIterable(said.contents())
        .flatMapSequential(content -> slot(token, content), Announce.CONTENTS_MAX)
        .collectList();
  }

  /** Both commands leave together; Redis runs the report first. */
  private Mono<Slot> slot(HostToken token, AnnouncedContent content) {
    Mono<Report> report = swarms.report(token, content);
    return Slot.asks(content)
        ? Mono.zip(report, pools.find(content.contentId(), Slot.want(content), token.near()))
            .map(both -> new Slot(content, both.getT1(), both.getT2()))
        : report.map(done -> new Slot(content, done, Pool.none()));
  }

  /** Of contents that the tracker knows. */
  private static List<Moved> moved(List<Slot> slots) {
    return slots.stream().map(Slot::moved).flatMap(Optional::stream).toList();
  }

  /** Rare: a manifest lives an hour, and is renewed when half of it is over. */
  private Mono<Void> renewed(List<Slot> slots) {
    List<ContentId> contents = slots.stream()
        .filter(slot -> slot.report().manifestRenewed())
        .map(slot -> slot.content().contentId())
        .toList();
    return contents.isEmpty() ? Mono.empty() : swarms.list(contents);
  }

  private static AnnounceReply reply(LiveHost self, List<Slot> slots, List<LiveHost> fetching) {
    HandoutReader reader = reader(self);
    return new AnnounceReply(
        (int) Hosts.LEASE.toSeconds(),
        announceSeconds(slots),
        self.reachable(),
        slots.stream()
            .filter(Slot::isAnswered)
            .map(slot -> answer(reader, slot, fetching))
            .toList());
  }

  private static ContentHosts answer(HandoutReader reader, Slot slot, List<LiveHost> fetching) {
    String error = slot.error();
    return new ContentHosts(
        slot.content().contentId(),
        error != null
            ? List.of()
            : reader.choose(slot.pool(), Slot.want(slot.content()), fetching, slot.limit()),
        error);
  }

  private static HandoutReader reader(LiveHost host) {
    Descriptor self = host.descriptor();
    InetAddress address = Cidr.parse(self.address()).network();
    return new HandoutReader(
        new Asker(
            self.hostId(),
            self.role() == HostRole.CACHE && self.operator(),
            true,
            self.zone(),
            host.prefix(),
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
    return Mono.zip(pools.find(asked.contentId(), asked.blocks(), near), hosts.fetching())
        .map(found -> chosen(reader, asked, found.getT1(), found.getT2()));
  }

  private static List<HostEntry> chosen(
      HandoutReader reader, Lookup asked, Pool pool, List<LiveHost> fetching) {
    String error = pool.error();
    if (error != null) {
      throw asked.refused(error);
    }
    return reader.choose(pool, asked.blocks(), fetching, asked.limit());
  }

  /** One content of an announce with what Redis said about it. */
  private record Slot(AnnouncedContent content, Report report, Pool pool) {
    static boolean asks(AnnouncedContent content) {
      return content.want() != null && !content.want().isEmpty();
    }

    static BlockSet want(AnnouncedContent content) {
      return content.want() == null ? BlockSet.empty() : content.want();
    }

    Optional<Moved> moved() {
      ContentTraffic traffic = content.traffic();
      return traffic == null || report.error() != null
          ? Optional.empty()
          : Optional.of(new Moved(content.contentId(), traffic, report.length()));
    }

    boolean isAnswered() {
      return asks(content) || error() != null;
    }

    @Nullable
    String error() {
      return report.error() != null ? report.error() : pool.error();
    }

    int limit() {
      Integer limit = content.limit();
      return limit == null ? Handout.HOSTS_MAX : limit;
    }
  }
}
