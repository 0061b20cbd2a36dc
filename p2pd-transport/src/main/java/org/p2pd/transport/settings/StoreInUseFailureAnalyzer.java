package org.p2pd.transport.settings;

import org.p2pd.store.StoreInUseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says who has the directory, and what to do about it. */
final class StoreInUseFailureAnalyzer extends AbstractFailureAnalyzer<StoreInUseException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StoreInUseException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Use that process, stop it, or choose another directory.",
        cause);
  }
}
