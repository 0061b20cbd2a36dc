package org.p2pd.agent.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.fetch.FetchObserver;

/**
 * Remembers, since the agent started, from which kind of host each block of the films used last came: six bytes a block,
 * for at most {@value #FILMS_MAX} films. Keeps nothing on disk. Thread-safe.
 */
public final class Provenance implements FetchObserver {
  static final int FILMS_MAX = 32;

  private final Map<ContentId, BlockOrigins> films =
      new LinkedHashMap<>(2 * FILMS_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ContentId, BlockOrigins> eldest) {
          return size() > FILMS_MAX;
        }
      };

  @Override
  public void requested(Manifest content, int first, int last) {
    change(content, film -> film.requested(first, last));
  }

  @Override
  public void arrived(Manifest content, int block, HostRole role) {
    change(content, film -> film.arrived(block, BlockSource.of(role)));
  }

  @Override
  public void ended(Manifest content, int first, int last) {
    change(content, film -> film.ended(first, last));
  }

  @Override
  public void readFromDisk(Manifest content, int block) {
    change(content, film -> film.readFromDisk(block));
  }

  /**
   * Every block of {@code content} by where it came from.
   *
   * @param held what the store has of it now: what of that no host is remembered to have sent was there before
   */
  public BlockPicture picture(Manifest content, BlockSet held) {
    synchronized (films) {
      BlockOrigins film = films.get(content.contentId());
      return (film == null ? new BlockOrigins(content.layout()) : film).picture(held);
    }
  }

  private void change(Manifest content, Consumer<BlockOrigins> change) {
    synchronized (films) {
      change.accept(films.computeIfAbsent(
          content.contentId(), unknown -> new BlockOrigins(content.layout())));
    }
  }
}
