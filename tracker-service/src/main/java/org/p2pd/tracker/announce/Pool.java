package org.p2pd.tracker.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.tracker.handout.Candidate;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.transport.dial.Reach;

/**
 * Live holders of a content, among whom a handout chooses. Many askers choose from one pool, so what is the same for all of
 * them is worked out once.
 */
final class Pool {
  private static final int HEX_DIGITS_OF_HOST_ID = 32;

  private final @Nullable String error;
  private final int blocks;
  private final boolean peersAllowed;
  private final List<String> mirrors;
  private final List<Holder> all;
  private final List<Holder> near;
  private volatile @Nullable Choice choice;

  /**
   * A pool.
   *
   * @param blocks how many blocks the content has
   * @param peersAllowed whether no live publication of the content forbids handing out viewers
   * @param mirrors URLs of plain HTTP servers with the same file
   * @param all drawn from the whole swarm
   * @param near drawn from those near the asker; some may be in {@code all} too
   */
  Pool(
      int blocks, boolean peersAllowed, List<String> mirrors, List<Holder> all, List<Holder> near) {
    this(null, blocks, peersAllowed, mirrors, all, near);
  }

  private Pool(
      @Nullable String error,
      int blocks,
      boolean peersAllowed,
      List<String> mirrors,
      List<Holder> all,
      List<Holder> near) {
    this.error = error;
    this.blocks = blocks;
    this.peersAllowed = peersAllowed;
    this.mirrors = mirrors;
    this.all = all;
    this.near = near;
  }

  /** The answer to no question. */
  static Pool none() {
    return refused(null);
  }

  static Pool refused(@Nullable String error) {
    return new Pool(error, 0, true, List.of(), List.of(), List.of());
  }

  /** This pool with the near holders of another draw. */
  Pool withNear(List<Holder> others) {
    return new Pool(error, blocks, peersAllowed, mirrors, all, others);
  }

  /** Why there are no holders; null where the question was answered. */
  @Nullable
  String error() {
    return error;
  }

  /** How many blocks the content has. */
  int blocks() {
    return blocks;
  }

  /** Whether no live publication of the content forbids handing out viewers. */
  boolean peersAllowed() {
    return peersAllowed;
  }

  /** Drawn from the whole swarm. */
  List<Holder> all() {
    return all;
  }

  /** Drawn from those near the asker. */
  List<Holder> near() {
    return near;
  }

  /** Holders that fetch for some networks what they lack: whether for the asker's, depends on the asker. */
  List<Holder> fetching() {
    return choice().fetching();
  }

  /** All other holders that have a URL, each once, and the mirrors. */
  List<Candidate> candidates() {
    return choice().candidates();
  }

  /** Made once; two threads that both do make equal ones. */
  private Choice choice() {
    Choice known = choice;
    if (known == null) {
      known = newChoice();
      choice = known;
    }
    return known;
  }

  private Choice newChoice() {
    List<Candidate> candidates = new ArrayList<>(near.size() + all.size() + mirrors.size());
    List<Holder> fetching = new ArrayList<>();
    Set<HostId> met = new HashSet<>();
    Stream.of(near, all)
        .flatMap(List::stream)
        .filter(holder -> met.add(holder.host().descriptor().hostId()))
        .forEach(holder -> {
          Candidate candidate = holder.candidate(false);
          if (holder.isFetching()) {
            fetching.add(holder);
          } else if (candidate != null) {
            candidates.add(candidate);
          }
        });
    mirrors.forEach(url -> candidates.add(mirror(url)));
    return new Choice(List.copyOf(candidates), List.copyOf(fetching));
  }

  /** A mirror has no registration; its id follows from its URL, so that it is the same in every answer. */
  private static Candidate mirror(String url) {
    String id = Digest.of(url.getBytes(UTF_8)).hex().substring(0, HEX_DIGITS_OF_HOST_ID);
    return new Candidate(
        new HostId(id),
        url,
        HostRole.MIRROR,
        null,
        "",
        Reach.ofHost(URI.create(url).getHost()),
        true,
        false,
        true,
        false,
        BlockSet.everything(),
        0,
        0);
  }

  /** What does not depend on the asker. */
  private record Choice(List<Candidate> candidates, List<Holder> fetching) {}

  /**
   * A holder that lived when it was drawn.
   *
   * @param held blocks of the content, those wanted at least; {@code *} = all of the content
   */
  record Holder(LiveHost host, BlockSet held) {
    /** Whether it fetches for some networks what it lacks. */
    boolean isFetching() {
      return !host.descriptor().fetchesFor().isEmpty();
    }

    /**
     * As a candidate; null where it has no URL.
     *
     * @param fetches for the asker
     */
    @Nullable
    Candidate candidate(boolean fetches) {
      HostDescriptor said = host.descriptor();
      String url = said.url();
      return url == null
          ? null
          : new Candidate(
              said.hostId(),
              url,
              said.role(),
              said.zone(),
              host.prefix(),
              host.scope(),
              said.operator(),
              said.internal(),
              host.reachable() || said.operator(),
              fetches,
              held,
              host.load(),
              host.complaints());
    }
  }
}
