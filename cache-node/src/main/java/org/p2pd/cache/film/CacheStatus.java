package org.p2pd.cache.film;

import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;

/**
 * How a request was answered, as the field {@code Cache-Status} (RFC 9211) and as a metric. Pure.
 *
 * @param outcome whether all, some or none of the asked-for blocks were here
 * @param stored whether what is fetched will be kept
 * @param collapsed whether somebody else's fetch brings some of it
 */
record CacheStatus(Outcome outcome, boolean stored, boolean collapsed) {
  /** An answer without a body: made of what is known of the film, whatever is stored of it. */
  static final CacheStatus WITHOUT_BODY = new CacheStatus(Outcome.HIT, false, false);

  /** Of a 504: it was not here, and was not to be fetched. */
  static final String ONLY_IF_CACHED = "p2pd; detail=only-if-cached";

  enum Outcome {
    HIT("hit"),
    PARTIAL("fwd=partial"),
    MISS("fwd=miss");

    private final String parameter;

    Outcome(String parameter) {
      this.parameter = parameter;
    }
  }

  static CacheStatus of(BlockSet touched, BlockSet missing, boolean stored, boolean collapsed) {
    Outcome outcome =
        missing.isEmpty() ? Outcome.HIT : missing.equals(touched) ? Outcome.MISS : Outcome.PARTIAL;
    return new CacheStatus(outcome, stored, collapsed);
  }

  void count(Usage usage, ContentId id) {
    switch (outcome) {
      case HIT -> usage.hit(id);
      case PARTIAL -> usage.partial(id);
      case MISS -> usage.miss(id);
    }
  }

  /** The field's value; {@code ttlSeconds} is how long the binding is still fresh. */
  String toField(long ttlSeconds) {
    return outcome == Outcome.HIT
        ? "p2pd; hit; ttl=" + ttlSeconds
        : "p2pd; " + outcome.parameter + (stored ? "; stored" : "")
            + (collapsed ? "; collapsed" : "");
  }
}
