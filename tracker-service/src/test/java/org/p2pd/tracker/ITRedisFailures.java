package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.testkit.redis.RedisCluster;
import org.p2pd.testkit.redis.RedisSentinels;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest.Answer;

/** A Redis that hangs, and masters that others take over from. */
@DisabledOnOs(OS.WINDOWS)
class ITRedisFailures {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int FILMS = 12;

  @Test
  void redisHangs_answers503AndGoesOnWhereItWas() {
    try (RedisServer redis = RedisServer.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis)) {
      Registered origin = tracker.origin();
      ContentId film = tracker.content(4);
      tracker.holds(origin, film, "*");

      redis.pause();
      assertRefused(tracker.announce(origin));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(assertRefused(tracker.announce(origin)).body())
                  .as("the silent connection is given up")
                  .contains("not connected"));
      redis.resume();

      await().atMost(SOON).until(() -> tracker.get("/v1/stats").status() == 200);
      Registered viewer = tracker.register(HostRole.AGENT, 0, null);
      assertThat(tracker.handout(viewer, film, "*"))
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
    }
  }

  @Test
  void moreCommandsThanTheQueueHolds_areRefusedAndTheRestAnswered() {
    try (RedisServer redis = RedisServer.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis, "--p2pd.redis.queue-max=16")) {
      Registered origin = tracker.origin();
      redis.pause();

      List<CompletableFuture<Answer>> answers = IntStream.range(0, 40)
          .mapToObj(i ->
              CompletableFuture.supplyAsync(() -> tracker.announce(origin), ITRedisFailures::run))
          .toList();

      assertThat(answers)
          .allSatisfy(answer -> assertRefused(answer.join()))
          .extracting(answer -> answer.join().body())
          .anySatisfy(body -> assertThat(body).contains("size exceeded"));
      redis.resume();
      await().atMost(SOON).until(() -> tracker.announce(origin).status() == 200);
    }
  }

  /** Each on its own thread: a common pool has as few as the machine has cores. */
  private static void run(Runnable call) {
    new Thread(call, "announce").start();
  }

  private static Answer assertRefused(Answer answer) {
    answer.is(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    return answer;
  }

  @Test
  void masterOfClusterDies_itsReplicaTakesOver() {
    try (RedisCluster redis = RedisCluster.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis.url())) {
      assertAllFilmsWork(tracker);

      redis.firstMaster().stop();

      await().atMost(SOON).ignoreException(AssertionError.class).until(() -> {
        assertAllFilmsWork(tracker);
        return true;
      });
    }
  }

  @Test
  void masterUnderSentinelsHangs_itsReplicaTakesOver() {
    try (RedisSentinels redis = RedisSentinels.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis.url())) {
      assertAllFilmsWork(tracker);

      redis.firstMaster().pause();

      await().atMost(SOON).ignoreException(AssertionError.class).until(() -> {
        assertAllFilmsWork(tracker);
        return true;
      });
    }
  }

  /** Registers, puts, reports and asks for films enough to touch every master. */
  private static void assertAllFilmsWork(TrackerUnderTest tracker) {
    Registered origin = tracker.register(HostRole.ORIGIN, 7080, PUBLISH_TOKEN);
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    for (int i = 0; i < FILMS; i++) {
      ContentId film = tracker.content(4);
      tracker.holds(origin, film, "*");
      assertThat(tracker.handout(viewer, film, "*"))
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
    }
  }
}
