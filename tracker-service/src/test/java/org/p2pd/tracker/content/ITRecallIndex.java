package org.p2pd.tracker.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest;
import org.p2pd.tracker.redis.Redis;

@NullUnmarked
class ITRecallIndex {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:05Z");

  private RedisServer server;
  private TrackerUnderTest tracker;

  @BeforeEach
  void start() {
    server = RedisServer.start();
    tracker = TrackerUnderTest.start(server);
  }

  @AfterEach
  void stop() {
    tracker.close();
    server.close();
  }

  @Test
  void recallAtAReplicaWhoseClockIsBehind_comesAfterThoseBefore() {
    RecallIndex exact = replica(NOW);
    RecallIndex behind = replica(NOW.minusSeconds(5).plusSeconds(3));
    exact.add(content(1)).block(SOON);
    Long heard = exact.lastMillis();

    behind.add(content(2)).block(SOON);

    assertThat(heard).isEqualTo(NOW.toEpochMilli());
    assertThat(behind.lastMillis()).isGreaterThan(heard);
    assertThat(exact.since(heard).block(SOON).recalls())
        .extracting(Recalls.Recall::contentId)
        .containsExactly(content(2));
  }

  @Test
  void recallsOfTheSameMillisecond_comeOneAfterAnother() {
    RecallIndex index = replica(NOW);
    for (int i = 1; i <= 3; i++) {
      index.add(content(i)).block(SOON);
    }

    assertThat(index.since(NOW.toEpochMilli()).block(SOON).recalls())
        .extracting(Recalls.Recall::contentId)
        .containsExactly(content(2), content(3));
  }

  @Test
  void recallsOfTheDayBefore_areForgotten() {
    replica(NOW.minus(RecallIndex.LIFE).minusMillis(1)).add(content(1)).block(SOON);
    RecallIndex index = replica(NOW);

    index.add(content(2)).block(SOON);

    assertThat(index.contains(content(2)).block(SOON)).isTrue();
    assertThat(index.contains(content(1)).block(SOON)).isFalse();
    assertThat(tracker
            .bean(Redis.class)
            .call(r -> r.opsForZSet().size("p2pd:{recalls}:contents"))
            .block(SOON))
        .isEqualTo(1);
  }

  private RecallIndex replica(Instant now) {
    return new RecallIndex(tracker.bean(Redis.class), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static ContentId content(int number) {
    return new ContentId("%064x".formatted(number));
  }
}
