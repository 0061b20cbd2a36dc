package org.p2pd.transport.tracker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;

/**
 * What changed since the last announce. Bounded by what is held: one entry per content, one bit per block.
 *
 * <p>Touched by any thread; every method is short.
 */
final class PendingReports {
  /** Block sets of one announce together, in characters, so that its body stays under 64 KiB with traffic in it. */
  private static final int CHARS_MAX = 16 << 10;

  private static final int CHARS_PER_CONTENT_MAX = 8 << 10;

  private final Map<ContentId, Change> changes = new LinkedHashMap<>();

  /** Returns whether there was nothing to say before. */
  synchronized boolean completed(ContentId contentId, int block) {
    boolean first = changes.isEmpty();
    Change change = changeOf(contentId);
    change.completed.set(block);
    change.dropped.clear(block);
    return first;
  }

  synchronized void dropped(ContentId contentId, int block) {
    Change change = changeOf(contentId);
    change.dropped.set(block);
    change.completed.clear(block);
  }

  /** Says again all that is held of a content, in place of what was said before. */
  synchronized void full(ContentId contentId) {
    changeOf(contentId).full = true;
  }

  /** What the tracker did not hear is said again, in full: it may have heard a part. */
  void unheard(List<AnnouncedContent> contents) {
    contents.stream()
        .filter(each -> each.completed() != null)
        .forEach(each -> full(each.contentId()));
  }

  synchronized boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Contents about which there is something to say. */
  synchronized int count() {
    return changes.size();
  }

  /** Takes out what fits one announce. */
  synchronized List<AnnouncedContent> drain(int contentsMax, Holdings holdings) {
    List<AnnouncedContent> drained = new ArrayList<>();
    int chars = 0;
    Iterator<Map.Entry<ContentId, Change>> entries = changes.entrySet().iterator();
    while (entries.hasNext() && drained.size() < contentsMax && chars < CHARS_MAX) {
      Map.Entry<ContentId, Change> entry = entries.next();
      Change change = entry.getValue();
      AnnouncedContent report = change.report(entry.getKey(), holdings);
      chars += textChars(report.completed()) + textChars(report.dropped());
      drained.add(report);
      if (change.isEmpty()) {
        entries.remove();
      }
    }
    return drained;
  }

  private static int textChars(@org.jspecify.annotations.Nullable BlockSet blocks) {
    return blocks == null ? 0 : blocks.toString().length();
  }

  private Change changeOf(ContentId contentId) {
    return changes.computeIfAbsent(contentId, id -> new Change());
  }

  private static final class Change {
    private final BitSet completed = new BitSet();
    private final BitSet dropped = new BitSet();
    private boolean full;

    boolean isEmpty() {
      return !full && completed.isEmpty() && dropped.isEmpty();
    }

    AnnouncedContent report(ContentId contentId, Holdings holdings) {
      if (full) {
        return fullReport(contentId, holdings.held(contentId));
      }
      return AnnouncedContent.report(contentId, takeFrom(completed), takeFrom(dropped), false);
    }

    private AnnouncedContent fullReport(ContentId contentId, BlockSet held) {
      full = false;
      completed.clear();
      dropped.clear();
      if (held.isEverything()) {
        return AnnouncedContent.report(contentId, held, BlockSet.empty(), true);
      }
      completed.or(held.toBitSet());
      return AnnouncedContent.report(contentId, takeFrom(completed), BlockSet.empty(), true);
    }

    /** The first blocks of {@code bits}, as many as one entry's text may name; the rest stays for the next announce. */
    private static BlockSet takeFrom(BitSet bits) {
      BlockSet taken = BlockSet.of(bits).cut(CHARS_PER_CONTENT_MAX);
      bits.andNot(taken.toBitSet());
      return taken;
    }
  }
}
