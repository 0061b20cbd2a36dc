package org.p2pd.tracker.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to set before the tracker may be reached from other machines. */
final class UnguardedTrackerFailureAnalyzer
    extends AbstractFailureAnalyzer<UnguardedTrackerException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnguardedTrackerException cause) {
    return new FailureAnalysis(
        "Refused to start: " + cause.getMessage() + ".",
        "Set P2PD_TRACKER_SECRET and P2PD_TRACKER_PUBLISH_TOKEN (each for instance from 'openssl rand -hex 32'; the"
            + " same on every replica), or leave P2PD_TRACKER_BIND unset to serve this machine only.",
        cause);
  }
}
