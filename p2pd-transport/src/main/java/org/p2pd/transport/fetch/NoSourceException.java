package org.p2pd.transport.fetch;

import org.p2pd.transport.fetch.swarm.FetchTarget;

/** A block could not be had from anybody in the time a reader waits. */
public final class NoSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoSourceException(FetchTarget target, int block, String patience) {
    super(
        "block " + block + " of " + target.manifest().contentId() + ": no host sent it within "
            + patience,
        null,
        false,
        false);
  }
}
