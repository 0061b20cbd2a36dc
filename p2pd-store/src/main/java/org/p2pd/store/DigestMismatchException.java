package org.p2pd.store;

import org.p2pd.protocol.content.Digest;

/** Bytes were offered under a name that is not theirs. Nothing was stored; whoever sent them is not to be believed. */
public final class DigestMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DigestMismatchException(Digest expected, Digest actual, long length) {
    super("block digest: " + actual + " of " + length + " bytes (expected: " + expected + ")");
  }
}
