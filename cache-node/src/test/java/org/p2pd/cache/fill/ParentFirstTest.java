package org.p2pd.cache.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;

class ParentFirstTest {
  private static final ContentId FILM = new ContentId("a".repeat(64));
  private static final Source PARENT = source("http://parent", HostRole.CACHE);
  private static final Source ORIGIN = source("http://origin", HostRole.ORIGIN);

  private final ParentFirst parentFirst = new ParentFirst();

  private static Source source(String url, HostRole role) {
    return new Source(url, null, role, true, false, true, BlockSet.everything());
  }

  private List<Source> choose(int first) {
    return parentFirst.choose(FILM, BlockSet.range(first, first + 9), List.of(PARENT, ORIGIN));
  }

  @Test
  void choose_whileBlocksCome_leavesTheOriginOut() {
    assertThat(choose(0)).containsExactly(PARENT);
    assertThat(choose(7)).containsExactly(PARENT);
    assertThat(choose(19)).containsExactly(PARENT);
  }

  @Test
  void choose_sameBlockStillWanted_namesEverybody() {
    assertThat(choose(3)).containsExactly(PARENT);
    assertThat(choose(3)).containsExactly(PARENT, ORIGIN);
  }
}
