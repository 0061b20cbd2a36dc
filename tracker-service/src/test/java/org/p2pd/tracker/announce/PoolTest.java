package org.p2pd.tracker.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.tracker.handout.Candidate;
import org.p2pd.tracker.host.HostDescriptor;
import org.p2pd.tracker.host.LiveHost;
import org.p2pd.transport.dial.Reach;

@NullUnmarked
class PoolTest {
  private final Random random = new Random(20_261_130);

  @Test
  void holderDrawnTwice_isOneCandidate() {
    Pool.Holder near = holder("http://near", List.of());
    Pool.Holder far = holder("http://far", List.of());

    assertThat(pool(List.of(far, near), List.of(near)).candidates())
        .extracting(Candidate::url)
        .containsExactly("http://near", "http://far");
  }

  @Test
  void holderWithoutUrl_isNoCandidate() {
    assertThat(pool(List.of(holder(null, List.of())), List.of()).candidates()).isEmpty();
  }

  @Test
  void cacheThatFetchesForSomeNetworks_isAskedAboutForEachAsker() {
    Pool.Holder cache = holder("http://cache", List.of("203.0.113.0/24"));

    Pool pool = pool(List.of(cache), List.of());

    assertThat(pool.candidates()).isEmpty();
    assertThat(pool.fetching()).containsExactly(cache);
  }

  @Test
  void mirror_isACandidateWithEverything() {
    Pool pool = new Pool(8, true, List.of("http://mirror/film.mp4"), List.of(), List.of());

    assertThat(pool.candidates()).singleElement().satisfies(mirror -> {
      assertThat(mirror.role()).isEqualTo(HostRole.MIRROR);
      assertThat(mirror.held()).isEqualTo(BlockSet.everything());
    });
  }

  private static Pool pool(List<Pool.Holder> all, List<Pool.Holder> near) {
    return new Pool(8, true, List.of(), all, near);
  }

  private Pool.Holder holder(@Nullable String url, List<String> fetchesFor) {
    HostDescriptor descriptor = new HostDescriptor(
        HostId.random(random),
        HostRole.CACHE,
        false,
        url,
        null,
        "192.0.2.1",
        1,
        "zone a",
        fetchesFor,
        false,
        null,
        1);
    LiveHost host = new LiveHost(descriptor, "192.0.2.0/24", Reach.PUBLIC, true, 0, 0);
    return new Pool.Holder(host, BlockSet.of(1));
  }
}
