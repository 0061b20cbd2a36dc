package org.p2pd.tracker.upstream;

import java.time.Clock;
import java.util.List;
import org.p2pd.transport.dial.Reach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which tracker upstream knows what. */
interface Directory {
  /**
   * The tracker of one authority; empty where it names none.
   *
   * @param asker how far the address of whoever asks reaches: nothing nearer is dialled for it
   */
  Mono<Trackers> of(String authority, Reach asker);

  /** Every tracker known by now, at most 16. */
  Flux<Trackers> known();

  /** The only one, where there is but one for everything: it alone can be asked for lists. */
  Mono<Trackers> only();

  /** One tracker for everything, as the settings name it. */
  static Directory fixed(Trackers trackers) {
    return new Directory() {
      @Override
      public Mono<Trackers> of(String authority, Reach asker) {
        return Mono.just(trackers);
      }

      @Override
      public Flux<Trackers> known() {
        return Flux.just(trackers);
      }

      @Override
      public Mono<Trackers> only() {
        return Mono.just(trackers);
      }
    };
  }

  /** None: this tracker is nobody's. */
  static Directory none() {
    return new DiscoveredTrackers(List.of(), Clock.systemUTC());
  }
}
