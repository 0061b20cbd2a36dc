package org.p2pd.simulation.swarm;

import java.time.Duration;

/**
 * Agents of one kind.
 *
 * @param up bytes per second that each can send
 * @param down bytes per second that each can receive
 * @param roundTrip between two hosts of this kind
 * @param zones over how many zones they are spread
 * @param arriveOver their arrivals are spread evenly over this time
 * @param stay how long each stays once it is done, sharing; a vanishing agent breaks off what it sends
 */
public record Population(
    int count,
    double up,
    double down,
    Duration roundTrip,
    Behaviour behaviour,
    Task task,
    int zones,
    Duration arriveOver,
    Duration stay) {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /** Honest downloaders with equal links of {@code rate} bytes per second, 20 ms apart, that come at once and stay. */
  public static Population equal(int count, double rate) {
    return new Population(
        count,
        rate,
        rate,
        Duration.ofMillis(20),
        Behaviour.HONEST,
        new Task.Download(),
        1,
        Duration.ZERO,
        FOR_EVER);
  }

  /** The same, but other links. */
  public Population withLinks(double up, double down, Duration roundTrip) {
    return new Population(count, up, down, roundTrip, behaviour, task, zones, arriveOver, stay);
  }

  /** The same, but with other manners. */
  public Population conducting(Behaviour behaviour) {
    return new Population(count, up, down, roundTrip, behaviour, task, zones, arriveOver, stay);
  }

  /** The same, but doing something else. */
  public Population doing(Task task) {
    return new Population(count, up, down, roundTrip, behaviour, task, zones, arriveOver, stay);
  }

  /** The same, but spread over {@code zones} zones. */
  public Population inZones(int zones) {
    return new Population(count, up, down, roundTrip, behaviour, task, zones, arriveOver, stay);
  }

  /** The same, but coming and going. */
  public Population comingOver(Duration arriveOver, Duration stay) {
    return new Population(count, up, down, roundTrip, behaviour, task, zones, arriveOver, stay);
  }
}
