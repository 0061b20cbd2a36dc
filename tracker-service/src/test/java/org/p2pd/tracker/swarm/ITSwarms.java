package org.p2pd.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest;
import org.p2pd.tracker.security.HostToken;

/** The swarm scripts against a plain model of what they should keep. */
@NullUnmarked
class ITSwarms {

  private static RedisServer redis;
  private static TrackerUnderTest tracker;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    tracker = TrackerUnderTest.start(redis);
  }

  @AfterAll
  static void stop() {
    tracker.close();
    redis.close();
  }

  @Test
  void randomReports_keepWhatTheModelKeeps() {
    for (int blocks : List.of(1, 7, 8, 9, 100, 1025)) {
      long seed = System.nanoTime();
      replay(blocks, seed);
    }
  }

  private static void replay(int blocks, long seed) {
    Random random = new Random(seed);
    ContentId film = tracker.content(blocks);
    Swarms swarms = tracker.bean(Swarms.class);
    Map<HostToken, BlockSet> model = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      model.put(host(random), BlockSet.empty());
    }
    for (int step = 0; step < 60; step++) {
      HostToken host =
          model.keySet().stream().skip(random.nextInt(3)).findFirst().orElseThrow();
      BlockSet completed = random.nextInt(8) == 0 ? BlockSet.everything() : some(random, blocks);
      BlockSet dropped = random.nextInt(3) == 0 ? some(random, blocks) : BlockSet.empty();
      boolean full = random.nextInt(5) == 0;
      Report report = swarms
          .report(host, AnnouncedContent.report(film, completed, dropped, full))
          .join();
      model.compute(
          host,
          (id, held) ->
              (full ? BlockSet.empty() : held).union(completed).within(blocks).minus(dropped));

      BlockSet want = some(random, blocks);
      String where = "blocks=" + blocks + " seed=" + seed + " step=" + step;
      assertThat(report.error()).as(where).isNull();
      assertThat(held(swarms, film, want.isEmpty() ? BlockSet.first(blocks) : want, blocks))
          .as(where)
          .isEqualTo(expected(model, want.isEmpty() ? BlockSet.first(blocks) : want));
    }
  }

  private static HostToken host(Random random) {
    return new HostToken(
        HostId.random(random), HostRole.AGENT, random.nextBoolean(), "zone z", random.nextLong());
  }

  private static BlockSet some(Random random, int blocks) {
    BitSet bits = new BitSet();
    int from = random.nextInt(blocks);
    bits.set(from, from + random.nextInt(blocks - from + 1));
    if (random.nextBoolean()) {
      bits.clear(random.nextInt(blocks));
    }
    return BlockSet.of(bits);
  }

  private static Map<HostId, BlockSet> held(
      Swarms swarms, ContentId film, BlockSet want, int blocks) {
    Draw draw = swarms.draw(film, want, 64, "zone z", 64).join();
    Map<HostId, BlockSet> held = held(draw.all(), want, blocks);
    assertThat(held(draw.near(), want, blocks)).isEqualTo(held);
    return held;
  }

  private static Map<HostId, BlockSet> held(List<Draw.Holder> drawn, BlockSet want, int blocks) {
    Map<HostId, BlockSet> held = new HashMap<>();
    drawn.forEach(one -> {
      BlockSet both = one.held().within(blocks).intersect(want);
      if (!both.isEmpty()) {
        held.put(one.hostId(), both);
      }
    });
    return held;
  }

  private static Map<HostId, BlockSet> expected(Map<HostToken, BlockSet> model, BlockSet want) {
    Map<HostId, BlockSet> expected = new HashMap<>();
    model.forEach((host, held) -> {
      BlockSet both = held.intersect(want);
      if (!both.isEmpty()) {
        expected.put(host.hostId(), both);
      }
    });
    return expected;
  }

  @Test
  void largeSwarm_isSampledWithOperatorsAndNeighbours() {
    Random random = new Random(7);
    ContentId film = tracker.content(64);
    Swarms swarms = tracker.bean(Swarms.class);
    HostToken operator = new HostToken(HostId.random(random), HostRole.ORIGIN, true, "zone far", 1);
    HostToken near = new HostToken(HostId.random(random), HostRole.AGENT, false, "zone near", 1);
    for (int i = 0; i < 500; i++) {
      report(
          swarms,
          film,
          new HostToken(HostId.random(random), HostRole.AGENT, false, "zone far", 1),
          i % 2 == 0 ? "*" : "0-9");
    }
    report(swarms, film, operator, "*");
    report(swarms, film, near, "5");

    Draw draw = swarms.draw(film, BlockSet.range(4, 6), 64, "zone near", 64).join();

    assertThat(draw.holders()).isEqualTo(502);
    assertThat(draw.near()).extracting(Draw.Holder::hostId).containsExactly(near.hostId());
    assertThat(draw.all()).extracting(Draw.Holder::hostId).contains(operator.hostId());
    assertThat(draw.all().size()).isBetween(64, 66);
    assertThat(draw.whole()).as("serves other askers").isTrue();
  }

  private static void report(Swarms swarms, ContentId film, HostToken host, String blocks) {
    swarms
        .report(host, AnnouncedContent.report(film, BlockSet.parse(blocks), BlockSet.empty(), true))
        .join();
  }
}
