package org.p2pd.transport.stored;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreListener;
import org.p2pd.transport.tracker.Holdings;
import org.p2pd.transport.tracker.TrackerSession;

/**
 * What a store holds, as it is announced; an empty film is held as soon as it is known.
 *
 * @param announced which contents are: others are held for the node's own use
 */
public record StoreHoldings(BlockStore store, Predicate<ContentId> announced) implements Holdings {
  /** All that {@code store} holds. */
  public StoreHoldings(BlockStore store) {
    this(store, content -> true);
  }

  @Override
  public Collection<ContentId> contents() {
    return store.contents().stream()
        .filter(announced)
        .filter(id -> !held(id).isEmpty())
        .toList();
  }

  @Override
  public BlockSet held(ContentId id) {
    BlockSet held = store.held(id);
    boolean empty = held.isEmpty()
        && store.manifest(id).filter(film -> film.blockCount() == 0).isPresent();
    return empty ? BlockSet.everything() : held;
  }

  @Override
  public boolean isAnnounced(ContentId id) {
    return announced.test(id);
  }

  @Override
  public Optional<Manifest> manifest(ContentId id) {
    return store.manifest(id);
  }

  /** Has every block that comes or goes from now on reported by {@code session}. */
  public void reportTo(TrackerSession session) {
    store.onChange(new Reporter(session, announced));
  }

  private record Reporter(TrackerSession session, Predicate<ContentId> announced)
      implements StoreListener {
    @Override
    public void stored(ContentId content, int block) {
      if (announced.test(content)) {
        session.completed(content, block);
      }
    }

    @Override
    public void dropped(ContentId content, int block) {
      if (announced.test(content)) {
        session.dropped(content, block);
      }
    }
  }
}
