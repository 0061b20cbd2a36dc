package org.p2pd.simulation.swarm;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.simulation.network.Link;
import org.p2pd.simulation.network.Network;
import org.p2pd.simulation.time.VirtualTime;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.schedule.TransferPlan;
import org.p2pd.transport.schedule.host.HostBook;

/** Plays a {@link Scenario} and says what came of it. */
public final class Swarm {
  private static final long LEASE_NANOS = 30 * VirtualTime.SECOND;

  private final Scenario scenario;
  private final SplittableRandom random;
  private final VirtualTime time = new VirtualTime();
  private final Network network = new Network(time);
  private final HostDirectory others;
  private final Host origin;
  private final List<Agent> agents = new ArrayList<>();
  private final List<User> users = new ArrayList<>();
  private int expected;
  private int done;

  private Swarm(Scenario scenario) {
    this.scenario = scenario;
    this.random = new SplittableRandom(scenario.seed());
    this.others =
        new HostDirectory(new ModelTracker(scenario.film().layout().blockCount(), random.split()));
    this.origin = host(
        "origin",
        HostRole.ORIGIN,
        Behaviour.HONEST,
        "the provider's",
        new Link(scenario.originUp()),
        new Link(scenario.originUp()),
        scenario.originRoundTrip().toNanos() / 2 - delayOfAgents());
  }

  /** Plays {@code scenario} to its end: all users have what they wanted, or its time is over. */
  public static Outcome play(Scenario scenario) {
    return new Swarm(scenario).play();
  }

  private long delayOfAgents() {
    return scenario.populations().get(0).roundTrip().toNanos() / 4;
  }

  private Outcome play() {
    holdsAll(origin);
    if (scenario.originDies().compareTo(scenario.end()) < 0) {
      time.after(scenario.originDies().toNanos(), origin::vanish);
    }
    scenario.populations().forEach(this::come);
    long step = VirtualTime.SECOND / 10;
    while (done < expected && time.now() < scenario.end().toNanos()) {
      time.runUntil(time.now() + step);
    }
    return outcome();
  }

  private void come(Population population) {
    for (int i = 0; i < population.count(); i++) {
      int zone = i % population.zones();
      long at = population.arriveOver().isZero()
          ? random.nextLong(VirtualTime.SECOND / 2)
          : random.nextLong(population.arriveOver().toNanos());
      if (population.behaviour().wantsFilm()) {
        expected++;
        time.after(at, () -> addAgent(population, zone));
      } else {
        addHolder(population, zone);
      }
    }
  }

  private void addHolder(Population population, int zone) {
    holdsAll(host(
        "holder" + random.nextLong(Long.MAX_VALUE),
        HostRole.AGENT,
        population.behaviour(),
        "zone" + zone,
        new Link(population.up()),
        new Link(population.down()),
        population.roundTrip().toNanos() / 4));
  }

  private void addAgent(Population population, int zone) {
    Host host = host(
        "agent" + agents.size(),
        HostRole.AGENT,
        population.behaviour(),
        "zone" + zone,
        new Link(population.up()),
        new Link(population.down()),
        population.roundTrip().toNanos() / 4);
    TransferPlan plan = new TransferPlan(
        scenario.film().layout(), BlockSet.empty(), new HostBook(), Limits.DEFAULT, random.split());
    Agent agent = new Agent(host, scenario.film().layout(), time, network, others, plan);
    User user = new User(agent, scenario.film(), population.task(), time, random.split());
    agents.add(agent);
    users.add(user);
    // Resolving the name takes one round trip to the tracker.
    time.after(others.trackerRoundTripNanos(host), () -> user.come(() -> done(agent, population)));
  }

  private void done(Agent agent, Population population) {
    done++;
    time.after(population.stay().toNanos(), () -> {
      agent.vanish();
      time.after(LEASE_NANOS, () -> others.tracker().forget(agent.host));
    });
  }

  private Host host(
      String name,
      HostRole role,
      Behaviour behaviour,
      String zone,
      Link up,
      Link down,
      long delay) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String prefix = HexFormat.of().formatHex(id, 0, 3);
    Host host = new Host(
        "http://" + name,
        new HostId(HexFormat.of().formatHex(id)),
        role,
        behaviour,
        zone,
        prefix,
        up,
        down,
        Math.max(0, delay));
    others.add(host);
    return host;
  }

  private void holdsAll(Host host) {
    host.held.set(0, scenario.film().layout().blockCount());
    others.tracker().announced(host, host.held);
  }

  private Outcome outcome() {
    double film = scenario.film().layout().length();
    double kept = agents.stream().mapToDouble(each -> each.tally().keptBytes()).sum();
    double received =
        agents.stream().mapToDouble(each -> each.tally().receivedBytes()).sum();
    double fromOrigin =
        agents.stream().mapToDouble(each -> each.tally().fromOriginBytes()).sum();
    double crossed =
        agents.stream().mapToDouble(each -> each.tally().crossedBytes()).sum();
    return new Outcome(
        scenario.name(),
        (int) users.stream().filter(User::isDone).count(),
        users.size(),
        sorted(users.stream().filter(User::isDone).map(User::seconds)),
        KumarRossBound.seconds(scenario),
        origin.sentBytes / film,
        (received - kept) / kept,
        agents.stream()
                .mapToDouble(each -> each.tally().receivedBytes() - each.tally().keptBytes())
                .max()
                .orElse(0)
            / scenario.film().layout().blockSize(),
        1 - fromOrigin / received,
        crossed / film / agents.stream().map(each -> each.host.zone).distinct().count(),
        sorted(users.stream().flatMap(each -> each.startsSeconds().stream())),
        sorted(users.stream().flatMap(each -> each.stallsSeconds().stream())),
        agents.stream().mapToInt(each -> each.tally().complaints()).sum());
  }

  private static List<Double> sorted(Stream<Double> values) {
    return values.sorted().toList();
  }
}
