package org.p2pd.simulation.swarm;

import java.time.Duration;
import java.util.List;

/**
 * What is simulated.
 *
 * @param originUp bytes per second that the origin can send
 * @param originDies when the origin vanishes; {@link #NEVER} = it does not
 * @param end when the simulation is broken off at the latest
 * @param seed equal seeds give equal runs
 */
public record Scenario(
    String name,
    Film film,
    double originUp,
    Duration originRoundTrip,
    Duration originDies,
    List<Population> populations,
    Duration end,
    long seed) {
  /** Later than every end. */
  public static final Duration NEVER = Duration.ofDays(10_000);

  /** An origin that lives and populations that want its film, for an hour at most. */
  public static Scenario of(String name, Film film, double originUp, Population... populations) {
    return new Scenario(
        name,
        film,
        originUp,
        Duration.ofMillis(20),
        NEVER,
        List.of(populations),
        Duration.ofHours(1),
        1);
  }

  /** The same with another seed. */
  public Scenario seeded(long seed) {
    return new Scenario(name, film, originUp, originRoundTrip, originDies, populations, end, seed);
  }

  /** The same with an origin that vanishes. */
  public Scenario originDying(Duration originDies) {
    return new Scenario(name, film, originUp, originRoundTrip, originDies, populations, end, seed);
  }

  /** The same with another distance to the origin. */
  public Scenario originAway(Duration originRoundTrip) {
    return new Scenario(name, film, originUp, originRoundTrip, originDies, populations, end, seed);
  }
}
