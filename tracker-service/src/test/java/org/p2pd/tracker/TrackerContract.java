package org.p2pd.tracker;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The tracker as nodes meet it: real HTTP, real Redis of whatever kind. What it must do is said by feature in the interfaces;
 * one tracker and one Redis serve them all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NullUnmarked
abstract class TrackerContract
    implements RegistrationContract,
        HandoutContract,
        ContentContract,
        PublicationContract,
        CatalogueContract,
        StatsContract,
        HttpContract {
  private TrackerUnderTest tracker;

  /** Starts the Redis of this run. */
  abstract String startRedis();

  /** Ends what {@link #startRedis} started. */
  abstract void stopRedis();

  @BeforeAll
  void start() {
    tracker = TrackerUnderTest.start(startRedis());
  }

  @AfterAll
  void stop() {
    if (tracker != null) {
      tracker.close();
    }
    stopRedis();
  }

  @Override
  public TrackerUnderTest tracker() {
    return tracker;
  }
}
