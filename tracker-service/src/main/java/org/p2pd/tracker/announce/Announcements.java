package org.p2pd.tracker.announce;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.tracker.content.RecallIndex;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.tracker.host.Renewal;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.swarm.Report;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes a report and answers the questions in it, in at most two round trips to Redis: first everything that needs only
 * the announce and its token (the host's own lease, a report and a draw per content), then the descriptors of the hosts
 * drawn.
 */
@Component
public final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
  private static final int ANNOUNCE_SECONDS_MIN = 2;
  private static final int ANNOUNCE_SECONDS_MAX = 30;
  private static final int HOLDERS_PER_ANNOUNCE_SECOND = 5_000;

  private final Hosts hosts;
  private final Swarms swarms;
  private final Pools pools;
  private final TrafficAccounting accounting;
  private final RecallIndex recalls;
  private final List<AnnounceListener> listeners;

  Announcements(
      Hosts hosts,
      Swarms swarms,
      Pools pools,
      TrafficAccounting accounting,
      RecallIndex recalls,
      List<AnnounceListener> listeners) {
    this.hosts = hosts;
    this.swarms = swarms;
    this.pools = pools;
    this.accounting = accounting;
    this.recalls = recalls;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Answers {@code said}, which was {@link #checked}, by the holder of {@code token}.
   *
   * @param where hosts are chosen, once Redis has answered
   */
  public CompletableFuture<AnnounceReply> answer(HostToken token, Announce said, Executor where) {
    return announce(token, said, where).thenApply(this::told);
  }

  private AnnounceReply told(AnnounceReply reply) {
    listeners.forEach(each -> each.answered(reply));
    return reply;
  }

  /** {@code said}, where all values are within their limits. */
  public static Announce checked(Announce said) {
    return AnnounceRules.checked(said);
  }

  /** As {@link #answer}, and nobody is told. */
  CompletableFuture<AnnounceReply> announce(HostToken token, Announce said, Executor where) {
    CompletableFuture<Renewal> renewal = hosts.renew(token, said);
    CompletableFuture<List<ContentAnswer>> slots = slots(token, said);
    CompletableFuture<List<LiveHost>> fetching = hosts.fetching().toFuture();
    return CompletableFuture.allOf(renewal, slots, fetching)
        .thenApplyAsync(
            all -> heard(token, said, renewal.join(), slots.join(), fetching.join()), where);
  }

  private AnnounceReply heard(
      HostToken token,
      Announce said,
      Renewal renewal,
      List<ContentAnswer> slots,
      List<LiveHost> fetching) {
    accounting.count(token, renewal, said.trafficSerial(), moved(slots));
    noteRenewed(slots);
    return reply(renewal.host(), slots, fetching);
  }

  private CompletableFuture<List<ContentAnswer>> slots(HostToken token, Announce said) {
    List<CompletableFuture<ContentAnswer>> slots =
        new ArrayList<>(said.contents().size());
    for (AnnouncedContent content : said.contents()) {
      slots.add(slot(token, content));
    }
    return CompletableFuture.allOf(slots.toArray(CompletableFuture[]::new))
        .thenApply(done -> slots.stream().map(CompletableFuture::join).toList());
  }

  /** Both commands leave together; Redis runs the report first. */
  private CompletableFuture<ContentAnswer> slot(HostToken token, AnnouncedContent content) {
    CompletableFuture<Report> report = swarms.report(token, content);
    return ContentAnswer.asks(content)
        ? report.thenCombine(
            pools.find(content.contentId(), ContentAnswer.want(content), token.near()),
            (done, pool) -> new ContentAnswer(content, done, pool))
        : report.thenApply(done -> new ContentAnswer(content, done, Pool.none()));
  }

  /** Of contents that the tracker knows. */
  private static List<ReportedTraffic> moved(List<ContentAnswer> slots) {
    return slots.stream().map(ContentAnswer::moved).flatMap(Optional::stream).toList();
  }

  /** Rare: a manifest lives an hour, and is renewed when half of it is over. Nobody waits for the note. */
  private void noteRenewed(List<ContentAnswer> slots) {
    List<ContentId> contents = slots.stream()
        .filter(slot -> slot.report().manifestRenewed())
        .map(slot -> slot.content().contentId())
        .toList();
    if (!contents.isEmpty()) {
      var unused = swarms
          .list(contents)
          .subscribe(
              done -> {}, error -> LOG.debug("renewal is not noted: {}", error.getMessage()));
    }
  }

  private AnnounceReply reply(LiveHost self, List<ContentAnswer> slots, List<LiveHost> fetching) {
    HandoutReader reader = reader(self);
    return new AnnounceReply(
        (int) Hosts.LEASE.toSeconds(),
        announceSeconds(slots),
        self.reachable(),
        recalls.lastMillis(),
        slots.stream()
            .filter(ContentAnswer::isAnswered)
            .map(slot -> answer(reader, slot, fetching))
            .toList());
  }

  private static ContentHosts answer(
      HandoutReader reader, ContentAnswer slot, List<LiveHost> fetching) {
    String error = slot.error();
    return new ContentHosts(
        slot.content().contentId(),
        error != null
            ? List.of()
            : reader.choose(
                slot.pool(), ContentAnswer.want(slot.content()), fetching, slot.limit()),
        error);
  }

  private static HandoutReader reader(LiveHost host) {
    HostDescriptor self = host.descriptor();
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
  private static int announceSeconds(List<ContentAnswer> slots) {
    long largest =
        slots.stream().mapToLong(slot -> slot.report().holders()).max().orElse(0);
    return (int) Math.max(
        ANNOUNCE_SECONDS_MIN,
        Math.min(ANNOUNCE_SECONDS_MAX, largest / HOLDERS_PER_ANNOUNCE_SECOND));
  }

  /** Answers a look-up by somebody who need not be registered. */
  Mono<List<HostEntry>> lookUp(HandoutReader reader, HostQuery asked, String near) {
    Mono<Pool> pool =
        Mono.fromFuture(() -> pools.find(asked.contentId(), asked.blocks(), near), true);
    return Mono.zip(pool, hosts.fetching())
        .map(found -> chosen(reader, asked, found.getT1(), found.getT2()));
  }

  private static List<HostEntry> chosen(
      HandoutReader reader, HostQuery asked, Pool pool, List<LiveHost> fetching) {
    String error = pool.error();
    if (error != null) {
      throw asked.refused(error);
    }
    return reader.choose(pool, asked.blocks(), fetching, asked.limit());
  }
}
