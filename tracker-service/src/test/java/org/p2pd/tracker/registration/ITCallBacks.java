package org.p2pd.tracker.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.Hosts;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** In which order hosts are called back, and what those that do not answer do to the others. */
@NullUnmarked
class ITCallBacks {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LONG_DUE = Duration.ofHours(-1);
  private static final int CONCURRENT_MAX = 64;

  private final Silence silence = new Silence();
  private RedisServer redis;
  private TrackerUnderTest tracker;
  private Hosts hosts;
  private CallBacks callBacks;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    tracker = TrackerUnderTest.start(redis);
    tracker.bean(CallBacks.class).stop();
    hosts = tracker.bean(Hosts.class);
    callBacks = new CallBacks(hosts, silence, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    callBacks.stop();
    tracker.close();
    redis.close();
  }

  @Test
  void hostsThatAreSilent_takeTheirOwnPlacesOnly() {
    for (int i = 0; i < CONCURRENT_MAX + 6; i++) {
      agent();
    }
    callBacks.start();
    await().atMost(SOON).until(() -> silence.calls.size() == CONCURRENT_MAX);

    for (int i = 1; i <= 6; i++) {
      silence.end(silence.calls.keySet().iterator().next());
      int begun = CONCURRENT_MAX + i;
      await().atMost(SOON).until(() -> silence.begun == begun);
    }

    assertThat(silence.calls).hasSize(CONCURRENT_MAX);
    assertThat(silence.mostAtOnce).isEqualTo(CONCURRENT_MAX);
  }

  @Test
  void newcomer_isCalledBeforeThoseThatAreCalledAgain() {
    for (int i = 0; i < CONCURRENT_MAX; i++) {
      agent();
    }
    callBacks.start();
    await().atMost(SOON).until(() -> silence.calls.size() == CONCURRENT_MAX);
    HostId old = agent();
    hosts.callBackNever(old).then(hosts.callBackIn(old, LONG_DUE)).block(SOON);
    HostId newcomer = agent();
    hosts.firstCallBackIn(newcomer, Duration.ZERO).block(SOON);

    silence.end(silence.calls.keySet().iterator().next());
    await().atMost(SOON).until(() -> silence.begun == CONCURRENT_MAX + 1);

    assertThat(silence.calls).containsKey(newcomer).doesNotContainKey(old);
    silence.end(newcomer);
    await().atMost(SOON).until(() -> silence.calls.containsKey(old));
  }

  @Test
  void othersAreCalledToo_howeverManyNewcomersThereAre() {
    HostId old = agent();
    hosts.callBackNever(old).then(hosts.callBackIn(old, LONG_DUE)).block(SOON);
    for (int i = 0; i < CONCURRENT_MAX; i++) {
      hosts.firstCallBackIn(agent(), LONG_DUE).block(SOON);
    }

    assertThat(hosts.claimDue(4, Duration.ofSeconds(10)).collectList().block(SOON))
        .hasSize(4)
        .contains(old);
  }

  private HostId agent() {
    return tracker.register(HostRole.AGENT, 5000, null).hostId();
  }

  /** Hosts that answer when they are told to. */
  private static final class Silence extends IdentityCheck {
    private final Map<HostId, Sinks.One<Boolean>> calls = new ConcurrentHashMap<>();
    private volatile int begun;
    private volatile int mostAtOnce;

    Silence() {
      super(null);
    }

    @Override
    Mono<Boolean> answersRightly(HostDescriptor host) {
      return Mono.defer(() -> begin(host.hostId()));
    }

    private synchronized Mono<Boolean> begin(HostId host) {
      Sinks.One<Boolean> answer = Sinks.one();
      calls.put(host, answer);
      begun++;
      mostAtOnce = Math.max(mostAtOnce, calls.size());
      return answer.asMono();
    }

    private void end(HostId host) {
      Objects.requireNonNull(calls.remove(host)).tryEmitValue(true).orThrow();
    }
  }
}
