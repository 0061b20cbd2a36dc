package org.p2pd.tracker.admin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.traffic.TrackerStats.HostCounts;
import org.p2pd.tracker.ban.Ban;
import org.p2pd.tracker.ban.Bans;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/hosts}: who is registered, taking one off the list, refusing a network for a time.
 *
 * <p>A host that was evicted may register again at once; a refused network may not, until the time is over.
 */
@Component
@WebEndpoint(id = "hosts")
final class HostsEndpoint {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;
  private static final int OFFSET_MAX = 100_000;
  private static final int MINUTES = 60;
  private static final int HOST_ID_CHARS = 32;
  private static final int IPV6_BITS = 64;

  private final Hosts hosts;
  private final Bans bans;

  HostsEndpoint(Hosts hosts, Bans bans) {
    this.hosts = hosts;
    this.bans = bans;
  }

  /**
   * Lists live hosts of one role.
   *
   * @param role {@code origin}, {@code cache} or {@code agent}; null = origins
   * @param offset how many to leave out, 0 to 100 000
   * @param limit the most to list, 1 to 200
   */
  @ReadOperation
  Mono<HostPage> list(@Nullable String role, @Nullable Integer offset, @Nullable Integer limit) {
    HostRole wanted = role == null ? HostRole.ORIGIN : HostRole.parse(role);
    int from = AdminNumbers.within("offset", offset, 0, 0, OFFSET_MAX);
    int most = AdminNumbers.within("limit", limit, LIMIT, 1, LIMIT_MAX);
    return Mono.zip(hosts.count(), hosts.page(wanted, from, most), bans.read())
        .map(read -> new HostPage(
            read.getT1(),
            wanted.wireName(),
            from,
            read.getT2().stream().map(HostView::of).toList(),
            read.getT3().stream().map(BanView::of).toList()));
  }

  /** One host; 404 where it is not live. */
  @ReadOperation
  Mono<HostView> one(@Selector String hostId) {
    return find(hostId).map(HostView::of);
  }

  private Mono<LiveHost> find(String hostId) {
    return hosts
        .find(new HostId(hostId))
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "hostId: " + hostId + " (expected: a host whose lease runs)")));
  }

  /** Takes a host off the list at once. */
  @DeleteOperation
  Mono<Void> evict(@Selector String hostId) {
    return find(hostId).flatMap(host -> hosts.remove(host.descriptor().token()));
  }

  /**
   * Refuses a network for a time, or lifts that.
   *
   * @param network an address or CIDR; a host id means its address (of IPv6 the /64), and takes it off the list
   * @param minutes 1 to 43 200; 0 lifts the ban; null = 60
   */
  @WriteOperation
  Mono<BanView> ban(String network, @Nullable Integer minutes) {
    int time = AdminNumbers.within("minutes", minutes, MINUTES, 0, (int) Bans.TIME_MAX.toMinutes());
    return (network.length() == HOST_ID_CHARS ? banHost(network, time) : ban(network, time));
  }

  private Mono<BanView> ban(String network, int minutes) {
    Cidr cidr = Cidr.parse(network);
    return minutes == 0 ? lift(cidr) : ban(cidr, minutes);
  }

  private Mono<BanView> ban(Cidr cidr, int minutes) {
    return bans.ban(cidr, Duration.ofMinutes(minutes)).map(BanView::of);
  }

  private Mono<BanView> lift(Cidr cidr) {
    return bans.lift(cidr)
        .flatMap(lifted -> lifted
            ? Mono.empty()
            : Mono.error(ProblemException.notFound(
                "network: " + cidr + " (expected: one that is refused)")));
  }

  private Mono<BanView> banHost(String hostId, int minutes) {
    if (minutes == 0) {
      throw new MalformedValueException("minutes", minutes, "1 or more; lift bans by network");
    }
    return find(hostId)
        .flatMap(
            host -> hosts.remove(host.descriptor().token()).then(ban(networkOf(host), minutes)));
  }

  private static Cidr networkOf(LiveHost host) {
    Cidr address = Cidr.parse(host.descriptor().address());
    InetAddress at = address.network();
    return at instanceof Inet4Address ? address : new Cidr(at, IPV6_BITS);
  }

  /**
   * Some hosts of one role.
   *
   * @param counts live hosts by role
   * @param banned networks refused now
   */
  record HostPage(
      HostCounts counts, String role, int offset, List<HostView> hosts, List<BanView> banned) {}

  /** A network refused. */
  record BanView(String network, String until) {
    static BanView of(Ban ban) {
      return new BanView(ban.network().toString(), ban.until().toString());
    }
  }
}
