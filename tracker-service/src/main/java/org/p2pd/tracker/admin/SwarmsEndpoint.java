package org.p2pd.tracker.admin;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.tracker.availability.Availabilities;
import org.p2pd.tracker.availability.Availability;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code /actuator/swarms}: the largest swarms; of one content who holds how much of it, by a sample. */
@Component
@WebEndpoint(id = "swarms")
final class SwarmsEndpoint {
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 200;
  private static final int EXAMINED_MAX = 2_000;
  private static final int CONCURRENT_MAX = 64;

  private final Swarms swarms;
  private final Availabilities availabilities;

  SwarmsEndpoint(Swarms swarms, Availabilities availabilities) {
    this.swarms = swarms;
    this.availabilities = availabilities;
  }

  /**
   * Lists the largest swarms among at most 2 000 contents heard of last.
   *
   * @param limit the most to list, 1 to 200
   */
  @ReadOperation
  Mono<Largest> largest(@Nullable Integer limit) {
    int most = AdminNumbers.within("limit", limit, LIMIT, 1, LIMIT_MAX);
    return swarms
        .latest(EXAMINED_MAX)
        .flatMap(swarms::size, CONCURRENT_MAX)
        .map(SwarmView::of)
        .collectSortedList(Comparator.comparingLong(SwarmView::holders).reversed())
        .map(sizes -> new Largest(sizes.size(), first(sizes, most)));
  }

  private static List<SwarmView> first(List<SwarmView> sizes, int most) {
    return sizes.subList(0, Math.min(most, sizes.size()));
  }

  /** One swarm; 404 where the tracker does not know the content. */
  @ReadOperation
  Mono<AvailabilityView> one(@Selector String contentId) {
    return availabilities
        .of(new ContentId(contentId))
        .map(AvailabilityView::of)
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "contentId: " + contentId + " (expected: a content published here)")));
  }

  /**
   * The largest swarms.
   *
   * @param examined how many contents were looked at
   */
  record Largest(int examined, List<SwarmView> swarms) {}

  /** The size of a swarm. */
  record SwarmView(String contentId, long complete, long partial) {
    static SwarmView of(Swarms.Size size) {
      return new SwarmView(size.contentId().hex(), size.complete(), size.partial());
    }

    long holders() {
      return complete + partial;
    }
  }

  /** {@link Availability}, with the content id as text. */
  record AvailabilityView(
      String contentId,
      int blocks,
      long complete,
      long partial,
      int sampled,
      int rarestBlock,
      long rarestHolders,
      List<Long> holders) {
    static AvailabilityView of(Availability read) {
      return new AvailabilityView(
          read.contentId().hex(),
          read.blocks(),
          read.complete(),
          read.partial(),
          read.sampled(),
          read.rarestBlock(),
          read.rarestHolders(),
          read.holders());
    }
  }
}
