package org.p2pd.tracker.security;

/** Who makes a call, as its bearer token proves. */
public sealed interface Caller {
  /** Nobody in particular: no token. */
  record Anonymous() implements Caller {}

  /** The provider: the publish token. */
  record Operator() implements Caller {}

  /** A registered host: its host token. */
  record Host(HostToken token) implements Caller {}
}
