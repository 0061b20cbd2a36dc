package org.p2pd.origin.register;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.tracker.TrackerSession;
import reactor.core.publisher.Mono;

/**
 * Who else holds a content, as the tracker said lately: at most {@value #ASKED_AGAIN_SECONDS} s ago. At most
 * {@value #CONTENTS_MAX} contents are remembered. Without a tracker nobody is known.
 */
public final class Holders {
  private static final int ASKED_AGAIN_SECONDS = 10;
  private static final int CONTENTS_MAX = 1_000;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

  private final TrackerSession session;
  private final Cache<ContentId, Answer> answers =
      Caffeine.newBuilder().maximumSize(CONTENTS_MAX).build();

  Holders(TrackerSession session) {
    this.session = session;
  }

  /** The hosts that hold all of {@code manifest}'s content or fetch what they lack, asked for now where need be. */
  public Mono<List<HostEntry>> of(Manifest manifest) {
    Answer known = answers.getIfPresent(manifest.contentId());
    return known != null && known.isFresh() ? Mono.just(known.hosts()) : ask(manifest);
  }

  /** As {@link #of}, as far as it is known at this moment; what is old is asked for again in the background. */
  public List<HostEntry> known(Manifest manifest) {
    Answer known = answers.getIfPresent(manifest.contentId());
    if (known == null || !known.isFresh()) {
      List<HostEntry> before = known == null ? List.of() : known.hosts();
      answers.put(manifest.contentId(), new Answer(before, System.nanoTime()));
      var unused = ask(manifest).subscribe();
      return before;
    }
    return known.hosts();
  }

  private Mono<List<HostEntry>> ask(Manifest manifest) {
    if (session.registration().isEmpty() || manifest.blockCount() == 0) {
      return Mono.just(List.of());
    }
    BlockSet all = BlockSet.range(0, manifest.blockCount() - 1);
    return session
        .ask(manifest.contentId(), all)
        .timeout(ANSWER_MAX)
        .map(hosts -> complete(hosts, all))
        .onErrorReturn(List.of())
        .doOnNext(hosts -> answers.put(manifest.contentId(), new Answer(hosts, System.nanoTime())));
  }

  private List<HostEntry> complete(List<HostEntry> hosts, BlockSet all) {
    return hosts.stream()
        .filter(host -> host.fetches() || host.blocks().containsAll(all))
        .filter(host -> !isThisOrigin(host))
        .toList();
  }

  private boolean isThisOrigin(HostEntry host) {
    return session
        .registration()
        .filter(now -> now.hostId().equals(host.hostId()))
        .isPresent();
  }

  private record Answer(List<HostEntry> hosts, long atNanos) {
    boolean isFresh() {
      return System.nanoTime() - atNanos
          < Duration.ofSeconds(ASKED_AGAIN_SECONDS).toNanos();
    }
  }
}
