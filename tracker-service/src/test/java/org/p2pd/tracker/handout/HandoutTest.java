package org.p2pd.tracker.handout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.Reach;

@NullUnmarked
class HandoutTest {
  private static final BlockSet WANTED = BlockSet.range(0, 9);

  private final Random random = new Random(20_261_121);
  private final Asker asker =
      new Asker(HostId.random(random), false, true, "campus", "203.0.113.0/24", Reach.PUBLIC);

  @Test
  void nearHosts_comeFirst() {
    Candidate sameZone = agent("198.51.100.0/24", "campus");
    Candidate samePrefix = agent("203.0.113.0/24", null);

    List<HostEntry> hosts =
        choose(20, agent("192.0.2.0/24", null), sameZone, operator(), samePrefix);

    assertThat(hosts.subList(0, 2))
        .extracting(HostEntry::hostId)
        .containsExactlyInAnyOrder(sameZone.hostId(), samePrefix.hostId());
  }

  @Test
  void foreignPrefix_isNamedTwiceAtMost() {
    assertThat(choose(20, many(10, "192.0.2.0/24"))).hasSize(2);
    assertThat(choose(20, many(10, "203.0.113.0/24"))).as("the asker's own").hasSize(10);
  }

  @Test
  void limit_isKept() {
    assertThat(choose(3, many(10, "203.0.113.0/24"))).hasSize(3);
    assertThat(choose(100, many(50, "203.0.113.0/24"))).hasSize(Handout.HOSTS_MAX);
  }

  @Test
  void manyNearAgents_leaveAPlaceForTheOperator() {
    Candidate[] candidates = many(31, "203.0.113.0/24");
    candidates[30] = operator();

    assertThat(choose(5, candidates))
        .hasSize(5)
        .last()
        .extracting(HostEntry::operator)
        .isEqualTo(true);
  }

  @Test
  void asker_isNeverNamedToItself() {
    assertThat(choose(20, candidate(asker.hostId(), "203.0.113.0/24", null, false, WANTED)))
        .isEmpty();
  }

  @Test
  void hostWithoutAnythingWanted_isNotNamed() {
    assertThat(choose(
            20, candidate(HostId.random(random), "203.0.113.0/24", null, false, BlockSet.empty())))
        .isEmpty();
  }

  @Test
  void publicAsker_isNotToldOfPrivateAddresses() {
    assertThat(Reach.PUBLIC.mayReach(Reach.PRIVATE)).isFalse();
    assertThat(Reach.PRIVATE.mayReach(Reach.LOOPBACK)).isFalse();
    assertThat(Reach.LOOPBACK.mayReach(Reach.PUBLIC)).isTrue();
    assertThat(Reach.LOOPBACK.mayReach(Reach.FORBIDDEN)).isFalse();
  }

  @Test
  void idleHosts_areDrawnMoreOften() {
    Candidate idle = busy(0);
    Candidate busy = busy(0.9);
    int idleFirst = 0;
    for (int i = 0; i < 2_000; i++) {
      idleFirst += choose(20, busy, idle).get(0).hostId().equals(idle.hostId()) ? 1 : 0;
    }

    // Weights 1 and 0.1: the idle one is first with chance 10/11; seeded, so no luck is involved.
    assertThat(idleFirst).isBetween(1_750, 1_890);
  }

  @Test
  void longBlockSets_areCutSoThatAnswersStayShort() {
    java.util.BitSet every2nd = new java.util.BitSet();
    for (int i = 0; i < 32_000; i += 2) {
      every2nd.set(i);
    }
    Candidate scattered =
        candidate(HostId.random(random), "203.0.113.0/24", null, false, BlockSet.of(every2nd));

    assertThat(choose(20, scattered).get(0).blocks().toString().length()).isLessThanOrEqualTo(600);
  }

  private List<HostEntry> choose(int limit, Candidate... candidates) {
    return new Handout(asker, WANTED, limit, random).choose(List.of(candidates));
  }

  private Candidate[] many(int count, String prefix) {
    List<Candidate> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(agent(prefix, null));
    }
    return many.toArray(new Candidate[0]);
  }

  private Candidate agent(String prefix, String zone) {
    return candidate(HostId.random(random), prefix, zone, false, WANTED);
  }

  private Candidate operator() {
    return candidate(HostId.random(random), "198.51.100.0/24", null, true, WANTED);
  }

  @Test
  void accusedHost_isNamedLessFromTheThirdPrefixOnAndNeverBanned() {
    Candidate lied = busy(0, 9);
    Candidate slandered = busy(0, 2);
    int liedFirst = 0;
    for (int i = 0; i < 900; i++) {
      List<HostEntry> hosts = choose(20, lied, slandered);
      assertThat(hosts).hasSize(2);
      liedFirst += hosts.get(0).hostId().equals(lied.hostId()) ? 1 : 0;
    }
    assertThat(liedFirst).as("a weight of 1/8 against 1: every ninth").isBetween(40, 180);
  }

  private Candidate busy(double load) {
    return busy(load, 0);
  }

  private Candidate busy(double load, int complaints) {
    return new Candidate(
        HostId.random(random),
        "http://h",
        HostRole.AGENT,
        null,
        "203.0.113.0/24",
        Reach.PUBLIC,
        false,
        false,
        true,
        false,
        WANTED,
        load,
        complaints);
  }

  private static Candidate candidate(
      HostId id, String prefix, String zone, boolean operator, BlockSet held) {
    return new Candidate(
        id,
        "http://h",
        operator ? HostRole.ORIGIN : HostRole.AGENT,
        zone,
        prefix,
        Reach.PUBLIC,
        operator,
        false,
        true,
        false,
        held,
        0,
        0);
  }
}
