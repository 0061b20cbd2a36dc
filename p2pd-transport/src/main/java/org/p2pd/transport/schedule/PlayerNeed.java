package org.p2pd.transport.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2pd.transport.schedule.host.HostStanding;
import org.p2pd.transport.schedule.source.Holder;

/** For how long players have been waiting for the blocks they stand at. */
final class PlayerNeed {
  private static final double ENOUGH_BYTES_PER_SECOND = 8 << 20;

  private final Map<Integer, Long> sinceNanos = new HashMap<>();

  /** Takes note of the blocks {@code waited} for now; answers the longest wait, at least 1; 0 where there is none. */
  long nanos(List<Integer> waited, long nowNanos) {
    sinceNanos.keySet().retainAll(waited);
    waited.forEach(block -> sinceNanos.putIfAbsent(block, nowNanos));
    return sinceNanos.values().stream()
        .mapToLong(since -> Math.max(1, nowNanos - since))
        .max()
        .orElse(0);
  }

  /** For how long players had waited for {@code block}, which is here; 0 where none did. */
  long ended(int block, long nowNanos) {
    Long since = sinceNanos.remove(block);
    return since == null ? 0 : nowNanos - since;
  }

  /**
   * How it stands now.
   *
   * @param waited the blocks that players stand at and that are not here, ascending
   * @param nanos for how long the hungriest has waited; 0 = none waits
   * @param originIsBetter whether the origin alone would have served them sooner
   */
  record Now(List<Integer> waited, long nanos, boolean originIsBetter) {
    /** Nobody waits for a certain block, but all is wanted as soon as can be. */
    static Now ofDownload(boolean originIsBetter) {
      return new Now(List.of(), Long.MAX_VALUE, originIsBetter);
    }

    /** No player takes more than that; a download takes what there is. */
    double enoughBytesPerSecond() {
      return isOfDownload() ? Double.MAX_VALUE : ENOUGH_BYTES_PER_SECOND;
    }

    /**
     * Whether {@code holder}, before it has sent anything, is trusted with more than a block: the provider's hosts are, by who
     * plays. Downloads begin at once in many places, and what each orders so of a narrow line the others cannot have.
     */
    boolean vouchesFor(Holder holder) {
      return holder.source().operator() && !isOfDownload();
    }

    /**
     * Whether {@code holder} has shown what it can. For a download only since it was idle last: it may be one of many that begin
     * together. A player that jumps takes hosts for what they were.
     */
    boolean believes(Holder holder, long nowNanos) {
      HostStanding host = holder.host();
      return isOfDownload() ? host.isProvenLately(nowNanos) : host.isProven();
    }

    /** Whether nobody waits for a certain block. */
    boolean isOfDownload() {
      return waited.isEmpty() && nanos > 0;
    }

    boolean isFor(int block) {
      return waited.contains(block);
    }
  }
}
