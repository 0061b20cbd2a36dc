package org.p2pd.tracker.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.TrackerStats.HostCounts;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.p2pd.tracker.redis.ScriptReply;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The hosts whose lease runs.
 *
 * <p>A host is its descriptor: when that expires the host is gone, and every other structure that names it is cleaned by
 * whoever meets the dead name. There is no sweep.
 */
@Component
public final class Hosts {
  /** How long a host stays listed without another word. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** How long a complaint counts. */
  static final Duration COMPLAINT_AGE = Duration.ofMinutes(10);

  /** Where a host's value has the count of bytes delivered, and the number of its last report of traffic. */
  private static final int DELIVERED = 3;

  private static final int TRAFFIC_SERIAL = 4;
  private static final int FETCHING_MAX = 256;
  private static final Duration FETCHING_AGE = Duration.ofSeconds(1);
  private static final Script REGISTER = new Script(Hosts.class, "register.lua");
  private static final Script RENEW = new Script(Hosts.class, "renew.lua");
  private static final Script COUNTED = new Script(Hosts.class, "counted.lua");
  private static final Script MARK = new Script(Hosts.class, "mark.lua");
  private static final Script CLAIM = new Script(Hosts.class, "claim.lua");
  private static final Script FETCHING = new Script(Hosts.class, "fetching.lua");
  private static final Script COMPLAIN = new Script(Hosts.class, "complain.lua");

  private final Redis redis;
  private final Clock clock;
  private final LeaseIndex index;
  private final Mono<List<LiveHost>> fetching;

  Hosts(Redis redis, LeaseIndex index, Clock clock) {
    this.redis = redis;
    this.index = index;
    this.clock = clock;
    this.fetching = Mono.defer(this::readFetching)
        .cache(hosts -> FETCHING_AGE, error -> Duration.ZERO, () -> Duration.ZERO);
  }

  /**
   * Registers a host; false where its id is live and the caller may not take it over.
   *
   * @param ownIssuedMillis issue time of the caller's own host token for this id, 0 = it has none
   * @param byOperator whether the caller showed the operator's token
   */
  public Mono<Boolean> register(
      HostDescriptor host, boolean reachable, long ownIssuedMillis, boolean byOperator) {
    return redis
        .run(
            REGISTER,
            List.of(HostKeys.host(host.hostId())),
            ownIssuedMillis == 0 ? "" : HostValue.issued(ownIssuedMillis),
            byOperator ? 1 : 0,
            HostValue.write(host, reachable),
            LEASE.toMillis())
        .map(reply -> reply.number(0) == 1)
        .flatMap(done -> done ? index.enter(host).thenReturn(true) : Mono.just(false));
  }

  /**
   * Renews the lease of the host that {@code token} was given to. Fails with a {@link ProblemException}: 404 where the
   * lease has ended, 401 where the host registered again since.
   */
  public CompletableFuture<Renewal> renew(HostToken token, Announce announce) {
    long[] counts = counts(announce);
    return redis
        .start(
            RENEW,
            List.of(HostKeys.host(token.hostId()), HostKeys.complaints(token.hostId())),
            HostValue.issued(token.issuedMillis()),
            LEASE.toMillis(),
            HostValue.load(Load.of(token, announce)),
            clock.millis() - COMPLAINT_AGE.toMillis(),
            HostValue.counts(counts))
        .thenApply(reply -> renewal(token, counts, reply));
  }

  private static long[] counts(Announce announce) {
    BytesByRole received = announce.received() == null ? BytesByRole.NONE : announce.received();
    return new long[] {received.origin(), received.cache(), received.agent(), announce.delivered()};
  }

  private Renewal renewal(HostToken token, long[] counts, ScriptReply reply) {
    if (reply.number(0) == 0) {
      throw ProblemException.notFound(
          "hostId: " + token.hostId() + " (expected: a host whose lease runs; register again)");
    }
    if (reply.number(0) == 1) {
      throw new ProblemException(
          HttpStatus.UNAUTHORIZED,
          "token: of an earlier registration of " + token.hostId() + " (expected: the latest)");
    }
    byte[] before = reply.bytes(1);
    LiveHost host = HostValue.read(before);
    index.note(host.descriptor());
    return new Renewal(
        host,
        new BytesByRole(
            moved(before, counts, 0), moved(before, counts, 1), moved(before, counts, 2)),
        moved(before, counts, DELIVERED),
        HostValue.count(before, TRAFFIC_SERIAL));
  }

  private static long moved(byte[] before, long[] counts, int index) {
    return Math.max(0, counts[index] - HostValue.count(before, index));
  }

  /** Notes that report {@code serial} of traffic by content was counted: said again, it counts for nothing. */
  public Mono<Void> counted(HostToken token, long serial) {
    return redis
        .run(
            COUNTED,
            List.of(HostKeys.host(token.hostId())),
            HostValue.issued(token.issuedMillis()),
            HostValue.counts(serial))
        .then();
  }

  /** Those of {@code ids} that live. */
  public Mono<Map<HostId, LiveHost>> read(Collection<HostId> ids) {
    if (ids.isEmpty()) {
      return Mono.just(Map.of());
    }
    List<String> keys = ids.stream().map(HostKeys::host).toList();
    return redis.call(r -> r.opsForValue().multiGet(keys)).map(Hosts::byId);
  }

  private static Map<HostId, LiveHost> byId(List<byte[]> values) {
    Map<HostId, LiveHost> hosts = new LinkedHashMap<>();
    for (byte[] value : values) {
      if (value != null) {
        LiveHost host = HostValue.read(value);
        hosts.put(host.descriptor().hostId(), host);
      }
    }
    return hosts;
  }

  /** The host {@code id}, where it lives. */
  public Mono<LiveHost> find(HostId id) {
    return redis.call(r -> r.opsForValue().get(HostKeys.host(id))).map(HostValue::read);
  }

  /** Caches that fetch for others what they lack; at most a second old, at most 256. */
  public Mono<List<LiveHost>> fetching() {
    return fetching;
  }

  private Mono<List<LiveHost>> readFetching() {
    return redis
        .run(FETCHING, HostKeys.LEASE_INDEXES, clock.millis(), FETCHING_MAX)
        .map(Hosts::ids)
        .flatMap(this::read)
        .map(hosts -> List.copyOf(hosts.values()));
  }

  private Range<Double> live() {
    return Range.rightUnbounded(Range.Bound.inclusive((double) clock.millis()));
  }

  /** Takes a host off the list at once. */
  public Mono<Void> remove(HostToken token) {
    return Mono.when(
        redis.call(r -> r.delete(HostKeys.host(token.hostId()))),
        index.remove(token.hostId()),
        callBackNever(token.hostId()));
  }

  /** Live hosts of one role, those whose lease ends first in front: at most {@code limit} after {@code offset} others. */
  public Mono<List<LiveHost>> page(HostRole role, int offset, int limit) {
    return redis.stream(r -> r.opsForZSet()
            .rangeByScore(
                HostKeys.role(role), live(), Limit.limit().offset(offset).count(limit)))
        .map(id -> new HostId(new String(id, US_ASCII)))
        .collectList()
        .flatMap(this::read)
        .map(hosts -> List.copyOf(hosts.values()));
  }

  /** Live hosts by role. */
  public Mono<HostCounts> count() {
    return index
        .write()
        .then(Mono.zip(count(HostRole.ORIGIN), count(HostRole.CACHE), count(HostRole.AGENT)))
        .map(counts -> new HostCounts(counts.getT1(), counts.getT2(), counts.getT3()));
  }

  private Mono<Long> count(HostRole role) {
    return redis.call(r -> r.opsForZSet().count(HostKeys.role(role), live()));
  }

  /** Plans the first call-back of {@code host}, after {@code delay}; those that are called again wait for it. */
  public Mono<Void> firstCallBackIn(HostId host, Duration delay) {
    return planned(HostKeys.NEWCOMERS, host, delay);
  }

  /** Plans another call-back of {@code host} after {@code delay}. */
  public Mono<Void> callBackIn(HostId host, Duration delay) {
    return planned(HostKeys.DUE, host, delay);
  }

  private Mono<Void> planned(String queue, HostId host, Duration delay) {
    double due = clock.millis() + delay.toMillis();
    return redis.call(r -> r.opsForZSet().add(queue, member(host), due)).then();
  }

  /** Cancels call-backs of {@code host}. */
  public Mono<Void> callBackNever(HostId host) {
    return Mono.when(
        redis.call(r -> r.opsForZSet().remove(HostKeys.NEWCOMERS, member(host))),
        redis.call(r -> r.opsForZSet().remove(HostKeys.DUE, member(host))));
  }

  private static byte[] member(HostId host) {
    return host.hex().getBytes(US_ASCII);
  }

  /** At most {@code max} hosts whose call-back is due; no other replica gets them for {@code claim}. */
  public Flux<HostId> claimDue(int max, Duration claim) {
    long now = clock.millis();
    return redis
        .run(CLAIM, List.of(HostKeys.NEWCOMERS, HostKeys.DUE), now, now + claim.toMillis(), max)
        .flatMapIterable(Hosts::ids);
  }

  private static List<HostId> ids(ScriptReply reply) {
    List<HostId> ids = new ArrayList<>();
    for (int i = 0; i < reply.size(); i++) {
      ids.add(new HostId(reply.text(i)));
    }
    return ids;
  }

  /** Notes whether a host answers at its address. */
  public Mono<Void> mark(HostDescriptor host, boolean reachable) {
    return redis
        .run(
            MARK,
            List.of(HostKeys.host(host.hostId())),
            HostValue.issued(host.issuedMillis()),
            reachable ? 1 : 0)
        .then();
  }

  /** Notes that somebody at {@code prefix} complains about {@code accused}. */
  public Mono<Void> complain(HostId accused, String prefix) {
    return redis
        .run(
            COMPLAIN,
            List.of(HostKeys.complaints(accused), HostKeys.host(accused)),
            prefix,
            clock.millis(),
            COMPLAINT_AGE.toMillis())
        .then();
  }
}
