package org.p2pd.tracker.handout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;

/**
 * Chooses which hosts to name to an asker. Only names them: the asker measures them and decides whom to ask for what.
 *
 * <p>Who may be named: hosts that are reachable, hold something wanted or fetch it for the asker, are not the asker
 * itself, and have an address the asker may dial. Viewers' machines not where a publication forbids it; internal
 * origins to the provider's caches only.
 *
 * <p>In what order:
 *
 * <ol>
 *   <li><b>Near before far.</b> Same zone or same prefix first: those bytes stay inside one network, which is what its
 *       owner pays for and what is fastest [1].
 *   <li><b>Then by a weighted draw</b> [2], not by a ranking: if all askers got the same "best" host it would be the
 *       worst a moment later. The weight falls with load and, from the third complaining prefix on, with complaints, rises with the share of the wanted blocks
 *       the host holds, and is lower for origins: they are to be spared. Where much is wanted, holders of blocks that
 *       few others have are drawn up to three times as often ({@link Rarity}): what is rare should spread first [4].
 * </ol>
 *
 * <p>Two bounds: of agents in one <i>foreign</i> prefix at most two are named, so that one owner of many addresses
 * cannot surround an asker [3] (near ones have no bound: a campus is one prefix); and at least one host of the provider
 * is named wherever one holds what is wanted, so that no answer consists of strangers only.
 *
 * <p>[1] Xie et al., "P4P: Provider Portal for Applications", SIGCOMM 2008. [2] Efraimidis, Spirakis, "Weighted random
 * sampling with a reservoir", 2006: the order of u^(1/w) for uniform u is a draw without replacement with chances by w.
 * [3] Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015. [4] Legout et al., "Rarest
 * First and Choke Algorithms Are Enough", IMC 2006.
 */
public final class Handout {
  /** The most hosts in one answer. */
  public static final int HOSTS_MAX = 20;

  private static final int FOREIGN_PREFIX_MAX = 2;
  private static final int COMPLAINTS_IGNORED = 2;
  private static final double ORIGIN_WEIGHT = 0.5;
  private static final double SHARE_WEIGHT_MIN = 0.1;
  private static final double IDLE_WEIGHT_MIN = 0.1;

  private final Asker asker;
  private final BlockSet wanted;
  private final int limit;
  private final RandomGenerator random;
  private final int wantedCount;

  /**
   * A choice to be made.
   *
   * @param wanted members of the content, at least one unless the content is empty
   * @param limit the most hosts to name; more than {@link #HOSTS_MAX} count as that
   */
  public Handout(Asker asker, BlockSet wanted, int limit, RandomGenerator random) {
    this.asker = asker;
    this.wanted = wanted;
    this.wantedCount = wanted.size();
    this.limit = Math.min(limit, HOSTS_MAX);
    this.random = random;
  }

  /** The hosts to name, best first. */
  public List<HostEntry> choose(List<Candidate> candidates) {
    List<Nameable> nameable = nameable(candidates);
    Rarity rarity = Rarity.of(wanted, nameable.stream().map(Nameable::candidate));
    Ranked[] ranked = new Ranked[nameable.size()];
    for (int i = 0; i < ranked.length; i++) {
      Candidate candidate = nameable.get(i).candidate();
      ranked[i] = new Ranked(candidate, candidate.isNear(asker), draw(nameable.get(i), rarity));
    }
    Arrays.sort(ranked);
    List<HostEntry> named = new ArrayList<>(limit);
    withOperator(capped(ranked), ranked)
        .forEach(one -> named.add(one.candidate().toEntry(wanted)));
    return named;
  }

  private List<Nameable> nameable(List<Candidate> candidates) {
    List<Nameable> nameable = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      if (mayBeNamed(candidate)) {
        int holds = candidate.holdsOf(wanted, wantedCount);
        if (candidate.fetches() || candidate.held().isEverything() || holds > 0) {
          nameable.add(new Nameable(candidate, holds));
        }
      }
    }
    return nameable;
  }

  private boolean mayBeNamed(Candidate candidate) {
    return candidate.reachable()
        && !candidate.hostId().equals(asker.hostId())
        && asker.scope().mayReach(candidate.scope())
        && (candidate.operator() || asker.peersAllowed())
        && (!candidate.internal() || asker.trustedCache());
  }

  /** The logarithm of u^(1/w): the same order, and cheaper. */
  private double draw(Nameable nameable, Rarity rarity) {
    Candidate candidate = nameable.candidate();
    double weight = idleness(candidate)
        * share(nameable.holds())
        * rarity.factor(candidate.held())
        * (candidate.role() == HostRole.ORIGIN ? ORIGIN_WEIGHT : 1)
        / (1 + Math.max(0, candidate.complaints() - COMPLAINTS_IGNORED));
    return Math.log(random.nextDouble()) / weight;
  }

  private static double idleness(Candidate candidate) {
    return Math.max(IDLE_WEIGHT_MIN, 1 - candidate.load());
  }

  private double share(int holds) {
    return wantedCount == 0 ? 1 : Math.max(SHARE_WEIGHT_MIN, (double) holds / wantedCount);
  }

  private List<Ranked> capped(Ranked[] ranked) {
    Map<String, Integer> perPrefix = new HashMap<>();
    List<Ranked> chosen = new ArrayList<>(limit);
    for (Ranked one : ranked) {
      if (chosen.size() == limit) {
        break;
      }
      boolean capped = !one.candidate().operator() && !one.near();
      if (!capped
          || perPrefix.merge(one.candidate().prefix(), 1, Integer::sum) <= FOREIGN_PREFIX_MAX) {
        chosen.add(one);
      }
    }
    return chosen;
  }

  private static List<Ranked> withOperator(List<Ranked> chosen, Ranked[] ranked) {
    if (!chosen.isEmpty() && chosen.stream().noneMatch(Ranked::isOperators)) {
      Arrays.stream(ranked)
          .filter(Ranked::isOperators)
          .findFirst()
          .ifPresent(operator -> chosen.set(chosen.size() - 1, operator));
    }
    return chosen;
  }

  /** A candidate that may be named, and how many of the wanted blocks it holds. */
  private record Nameable(Candidate candidate, int holds) {}

  /** In the order in which they are named: near ones first, then by what was drawn, the highest first. */
  private record Ranked(Candidate candidate, boolean near, double drawn)
      implements Comparable<Ranked> {
    boolean isOperators() {
      return candidate.operator();
    }

    @Override
    public int compareTo(Ranked other) {
      return near == other.near ? Double.compare(other.drawn, drawn) : near ? -1 : 1;
    }
  }
}
