package org.p2pd.cache.names;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.p2pd.cache.names.NoteForm.Named;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.store.BlockStore;
import org.p2pd.store.Notes;
import org.p2pd.store.StoreListener;
import org.p2pd.transport.resolve.ContentResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the names of stored contents beside their blocks, so that after a restart what is cached plays on although tracker
 * and origin are gone: as a binding that is as stale as it is by then (WIRE §3: at most 24 h, never past its expiry).
 *
 * <p>Writes when a binding is new or its last writing is {@value #WRITE_EVERY_MINUTES} minutes old.
 */
final class KnownNames {
  private static final Logger LOG = LoggerFactory.getLogger(KnownNames.class);
  private static final long WRITE_EVERY_MINUTES = 10;
  private static final int NAMES_MAX = 16;
  private static final int WAITING_MAX = 1_000;

  private final BlockStore store;
  private final ContentResolver resolver;
  private final Scheduler disk;

  /** Confirmed, but not noted yet. */
  private final Cache<ContentId, Named> waiting =
      Caffeine.newBuilder().maximumSize(WAITING_MAX).build();

  /**
   * Creates it; {@link #begin} makes it work.
   *
   * @param disk where notes are read and written
   */
  KnownNames(BlockStore store, ContentResolver resolver, Scheduler disk) {
    this.store = store;
    this.resolver = resolver;
    this.disk = disk;
  }

  /** Has the resolver know what was noted before, then notes what it learns. */
  void begin() {
    for (ContentId id : store.contents()) {
      named(id)
          .forEach(
              each -> resolver.restore(each.name(), each.publication(), each.confirmedAtMillis()));
    }
    store.onChange(new FirstBlocks());
    resolver.onConfirmed((name, publication, atMillis) -> {
      waiting.put(publication.contentId(), new Named(name, publication, atMillis));
      noteSoon(publication.contentId());
    });
  }

  private void noteSoon(ContentId id) {
    try {
      disk.schedule(() -> noteNow(id));
    } catch (RejectedExecutionException e) {
      LOG.debug("The disk is too busy to note the names of {}; the next confirmation will", id, e);
    }
  }

  private synchronized void noteNow(ContentId id) {
    Named latest = waiting.getIfPresent(id);
    if (latest != null && note(latest)) {
      waiting.asMap().remove(id, latest);
    }
  }

  private List<Named> named(ContentId id) {
    try {
      return NoteForm.read(store.notes().get(id)).stream()
          .filter(each -> each.publication().contentId().equals(id))
          .toList();
    } catch (RuntimeException e) {
      LOG.warn("The names of {} can't be read; they are asked for again: {}", id, e.toString());
      return List.of();
    }
  }

  /** Returns whether it is on disk: not before the content has a block. */
  private boolean note(Named latest) {
    ContentId id = latest.publication().contentId();
    List<Named> names = new ArrayList<>(named(id));
    if (names.stream().anyMatch(each -> isRecent(each, latest))) {
      return true;
    }
    names.removeIf(each -> each.name().equals(latest.name()));
    names.add(0, latest);
    byte[] note = NoteForm.write(names.subList(0, Math.min(names.size(), NAMES_MAX)));
    return note.length > Notes.BYTES_MAX || store.notes().put(id, note);
  }

  private static boolean isRecent(Named known, Named latest) {
    long ageMillis = latest.confirmedAtMillis() - known.confirmedAtMillis();
    return known.name().equals(latest.name())
        && known.publication().equals(latest.publication())
        && ageMillis < Duration.ofMinutes(WRITE_EVERY_MINUTES).toMillis();
  }

  private final class FirstBlocks implements StoreListener {
    @Override
    public void stored(ContentId content, int block) {
      if (waiting.getIfPresent(content) != null) {
        noteSoon(content);
      }
    }

    @Override
    public void dropped(ContentId content, int block) {
      // Its note goes with the content.
    }
  }
}
