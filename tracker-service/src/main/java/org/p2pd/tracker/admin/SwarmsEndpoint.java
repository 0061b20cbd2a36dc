package org.p2pd.tracker.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.availability.Availabilities;
import org.p2pd.tracker.availability.Availability;
import org.p2pd.tracker.stats.Traffic;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.tracker.title.Titles;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/swarms}: the largest swarms; of one content who holds how much of it, by a sample; of each the bytes of
 * the last 7 days by the role of who sent them.
 */
@Component
@WebEndpoint(id = "swarms")
final class SwarmsEndpoint {
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 200;
  private static final int EXAMINED_MAX = 2_000;
  private static final int CONCURRENT_MAX = 64;
  private static final int TRAFFIC_DAYS = 7;

  private final Swarms swarms;
  private final Availabilities availabilities;
  private final Titles titles;

  SwarmsEndpoint(Swarms swarms, Availabilities availabilities, Titles titles) {
    this.swarms = swarms;
    this.availabilities = availabilities;
    this.titles = titles;
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
        .collectSortedList(Comparator.comparingLong(Swarms.Size::holders).reversed())
        .flatMap(sizes -> withTraffic(sizes.subList(0, Math.min(most, sizes.size())))
            .map(largest -> new Largest(sizes.size(), largest)));
  }

  private Mono<List<SwarmView>> withTraffic(List<Swarms.Size> sizes) {
    return moved(sizes.stream().map(Swarms.Size::contentId).toList())
        .map(moved -> sizes.stream()
            .map(size -> SwarmView.of(size, traffic(moved, size.contentId())))
            .toList());
  }

  private Mono<Map<ContentId, ContentTraffic>> moved(List<ContentId> contents) {
    return titles.of(contents, SavingsEndpoint.lastDays(titles, TRAFFIC_DAYS));
  }

  private static Traffic traffic(Map<ContentId, ContentTraffic> moved, ContentId content) {
    return Traffic.of(moved.getOrDefault(content, ContentTraffic.NONE));
  }

  /** One swarm; 404 where the tracker does not know the content. */
  @ReadOperation
  Mono<AvailabilityView> one(@Selector String contentId) {
    ContentId content = new ContentId(contentId);
    return availabilities
        .of(content)
        .flatMap(read -> moved(List.of(content))
            .map(moved -> AvailabilityView.of(read, traffic(moved, content))))
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(
            "contentId: " + contentId + " (expected: a content published here)")));
  }

  /**
   * The largest swarms.
   *
   * @param examined how many contents were looked at
   */
  record Largest(int examined, List<SwarmView> swarms) {}

  /** The size of a swarm, and what moved in it lately. */
  record SwarmView(String contentId, long complete, long partial, Traffic traffic) {
    static SwarmView of(Swarms.Size size, Traffic traffic) {
      return new SwarmView(size.contentId().hex(), size.complete(), size.partial(), traffic);
    }
  }

  /** {@link Availability}, with the content id as text and what moved lately. */
  record AvailabilityView(
      String contentId,
      int blocks,
      long complete,
      long partial,
      int sampled,
      int rarestBlock,
      long rarestHolders,
      List<Long> holders,
      Traffic traffic) {
    static AvailabilityView of(Availability read, Traffic traffic) {
      return new AvailabilityView(
          read.contentId().hex(),
          read.blocks(),
          read.complete(),
          read.partial(),
          read.sampled(),
          read.rarestBlock(),
          read.rarestHolders(),
          read.holders(),
          traffic);
    }
  }
}
