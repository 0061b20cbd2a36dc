package org.p2pd.cache.fill;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;

/**
 * Prefers the parent, but not exclusively: origins and mirrors are kept back as long as a content comes along without
 * them. The engine asks for hosts again when it has none that can serve; if by then the first wanted block is still the
 * same, the parent has not delivered, and everybody is named.
 */
final class ParentFirst {
  private static final int CONTENTS_MAX = 1_000;

  private final Cache<ContentId, Integer> firstWanted =
      Caffeine.newBuilder().maximumSize(CONTENTS_MAX).build();

  /** Those of {@code found} to use for {@code want} now. */
  List<Source> choose(ContentId id, BlockSet want, List<Source> found) {
    int first = want.first();
    Integer before = firstWanted.asMap().put(id, first);
    boolean stuck = before != null && before == first;
    return stuck ? found : found.stream().filter(source -> !isOrigin(source)).toList();
  }

  private static boolean isOrigin(Source source) {
    return source.role() == HostRole.ORIGIN || source.role() == HostRole.MIRROR;
  }
}
