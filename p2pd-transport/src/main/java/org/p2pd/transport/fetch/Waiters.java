package org.p2pd.transport.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Who waits for which block. Owned by one thread. */
final class Waiters {
  private final Map<Integer, List<Waiter>> waiting = new HashMap<>();

  void add(int block, Waiter waiter) {
    waiting.computeIfAbsent(block, unused -> new ArrayList<>(1)).add(waiter);
  }

  void remove(int block, Waiter waiter) {
    take(block, waiter::equals);
  }

  /** Takes out all who wait for {@code block}. */
  List<Waiter> take(int block) {
    List<Waiter> taken = waiting.remove(block);
    return taken == null ? List.of() : taken;
  }

  /** Takes out those who want blocks after {@code block}, too. */
  List<Waiter> takeThoseWhoReadOn(int block) {
    return take(block, waiter -> !waiter.isLast());
  }

  private List<Waiter> take(int block, Predicate<Waiter> which) {
    List<Waiter> taken = new ArrayList<>();
    waiting.computeIfPresent(block, (unused, all) -> {
      all.stream().filter(which).forEach(taken::add);
      all.removeAll(taken);
      return all.isEmpty() ? null : all;
    });
    return taken;
  }

  /** Tells all that the transfer is alive. */
  void progressed() {
    waiting.values().forEach(each -> each.forEach(Waiter::progressed));
  }
}
