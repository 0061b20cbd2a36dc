package org.p2pd.transport.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;

/** A film of 200 blocks of 256 KiB whose plan is told, in virtual time, what hosts do, and is watched for what it decides. */
abstract class PlannedTransfer {
  static final int BLOCK = 256 << 10;
  static final long MILLI = 1_000_000L;

  final BlockLayout layout = new BlockLayout(200L * BLOCK, BLOCK);
  final HostBook book = new HostBook();
  final TransferPlan plan =
      new TransferPlan(layout, BlockSet.empty(), book, Limits.DEFAULT, new Random(1));
  final List<Decision.Fetch> fetches = new ArrayList<>();
  final List<Decision> others = new ArrayList<>();
  long now = 5_000 * MILLI;

  static final Source ORIGIN = source("http://origin", HostRole.ORIGIN, true);
  static final Source CACHE = source("http://cache", HostRole.CACHE, true);
  static final Source PEER = source("http://peer", HostRole.AGENT, false);

  static Source source(String url, HostRole role, boolean operator) {
    return new Source(url, null, role, operator, false, false, BlockSet.everything());
  }

  final Map<Long, Decision.Fetch> active = new LinkedHashMap<>();
  final List<Decision.Fetch> asked = new ArrayList<>();
  final BitSet here = new BitSet();
  int duplicates;
  int highestAsked;

  void start(Source... sources) {
    carry(plan.readerAt(1, 0, 199, now));
    carry(plan.hostsFound(List.of(sources), now));
  }

  /** Players have what they begin with, and stand at the next block. */
  void play(Source... sources) {
    start(sources);
    Decision.Fetch opening = requestFor(0);
    arrive(opening, 20 * MILLI * (opening.lastBlock() + 1));
    fetches.removeIf(each -> !active.containsKey(each.request()));
    for (int next = 1; next <= here.nextClearBit(0); next++) {
      carry(plan.readerAt(1, next, 199, now));
    }
  }

  static Source holding(String url, BlockSet blocks) {
    return new Source(url, null, HostRole.AGENT, false, false, false, blocks);
  }

  void pass(long nanos) {
    now += nanos;
    carry(plan.tick(now));
  }

  /** All blocks of a request arrive, evenly spread over {@code nanos}. */
  void arrive(Decision.Fetch request, long nanos) {
    long received = 0;
    int blocks = request.lastBlock() - request.firstBlock() + 1;
    for (int block = request.firstBlock(); block <= request.lastBlock(); block++) {
      now += nanos / (2L * blocks);
      plan.progress(request.request(), ++received, now);
      now += nanos / (2L * blocks);
      received +=
          layout.lengthOf(block) - 1 - (block == request.firstBlock() ? request.skippedBytes() : 0);
      plan.progress(request.request(), received, now);
      here.set(block);
      carry(plan.blockArrived(request.request(), block, now));
    }
    active.remove(request.request());
    carry(plan.requestDone(request.request(), now));
  }

  void lie(Decision.Fetch request) {
    fetches.clear();
    active.remove(request.request());
    carry(plan.blockWrong(request.request(), request.firstBlock(), now));
  }

  void carry(List<Decision> decisions) {
    decisions.stream()
        .filter(Decision.Cancel.class::isInstance)
        .forEach(each -> active.remove(((Decision.Cancel) each).request()));
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Fetch fetch) {
        fetched(fetch);
      } else {
        others.add(decision);
      }
      if (decision instanceof Decision.Cancel cancel) {
        active.remove(cancel.request());
        fetches.removeIf(each -> each.request() == cancel.request());
      }
    }
  }

  void fetched(Decision.Fetch fetch) {
    highestAsked = Math.max(highestAsked, fetch.lastBlock());
    if (active.values().stream()
        .anyMatch(each ->
            each.firstBlock() <= fetch.lastBlock() && fetch.firstBlock() <= each.lastBlock())) {
      duplicates++;
    }
    fetches.add(fetch);
    asked.add(fetch);
    active.put(fetch.request(), fetch);
  }

  Decision.Fetch requestFor(int block) {
    return fetches.stream()
        .filter(each -> each.firstBlock() <= block && block <= each.lastBlock())
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  List<Decision.Fetch> fetchesOf(Source source) {
    return fetches.stream()
        .filter(each -> each.source().url().equals(source.url()))
        .toList();
  }
}
