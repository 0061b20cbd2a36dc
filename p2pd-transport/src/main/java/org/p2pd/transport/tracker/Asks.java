package org.p2pd.transport.tracker;

import java.util.ArrayList;
import java.util.List;

/** The questions that wait to be sent. Owned by one thread. */
final class Asks {
  /** The most that wait. */
  static final int WAITING_MAX = 256;

  private List<Ask> waiting = new ArrayList<>();

  /** Adds a question; false where too many wait. */
  boolean add(Ask ask) {
    return waiting.size() < WAITING_MAX && waiting.add(ask);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes out all that wait. */
  List<Ask> take() {
    List<Ask> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** Fails all that wait. */
  void fail(String explanation) {
    take().forEach(ask -> ask.fail(explanation));
  }
}
