package org.p2pd.transport.schedule;

import java.util.BitSet;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Sources;

/**
 * Keeps downloads in their own network: what somebody near has is not asked for elsewhere, as long as those near are about
 * as quick together as the others. What nobody near has comes from anywhere, and then spreads here. So a block crosses into a
 * network a few times, not once for each who is in it.
 *
 * <p>Compare R. Bindal et al., "Improving Traffic Locality in BitTorrent via Biased Neighbor Selection", ICDCS 2006, where a
 * peer has a few neighbours elsewhere for the same reason.
 */
final class Locality {
  /** Near ones are enough where the others would be faster by no more than this. */
  private static final double ABOUT_AS_QUICK = 1.25;

  private final Sources sources;
  private final int downloadersMax;

  /** @param downloadersMax how many that download themselves are asked at once */
  Locality(Sources sources, int downloadersMax) {
    this.sources = sources;
    this.downloadersMax = downloadersMax;
  }

  /** Those of {@code wanted} that a download leaves to near hosts: none where these do not suffice. */
  BitSet leftToNear(BitSet wanted, long nowNanos) {
    BitSet elsewhere = (BitSet) wanted.clone();
    if (nearSuffice(nowNanos)) {
      sources.all().stream()
          .filter(each -> isPeer(each, true, nowNanos))
          .forEach(near -> near.removeServable(elsewhere));
    }
    BitSet left = (BitSet) wanted.clone();
    left.andNot(elsewhere);
    return left;
  }

  private boolean nearSuffice(long nowNanos) {
    double near = togetherBytesPerSecond(true, nowNanos);
    return near > 0 && near * ABOUT_AS_QUICK >= togetherBytesPerSecond(false, nowNanos);
  }

  /** What those that are near, or not, send together; of those that download themselves, as many as are asked at once. */
  private double togetherBytesPerSecond(boolean near, long nowNanos) {
    double settled = 0;
    double growing = 0;
    int growers = 0;
    for (Holder holder : sources.all()) {
      if (isPeer(holder, near, nowNanos)) {
        double rate = holder.host().provenBytesPerSecond();
        if (holder.isGrowing()) {
          growing += rate;
          growers++;
        } else {
          settled += rate;
        }
      }
    }
    return settled + growing * Math.min(1, (double) downloadersMax / Math.max(1, growers));
  }

  private static boolean isPeer(Holder holder, boolean near, long nowNanos) {
    return !holder.isOrigin()
        && holder.isNear() == near
        && holder.host().isProven()
        && holder.host().isUsable(nowNanos);
  }
}
