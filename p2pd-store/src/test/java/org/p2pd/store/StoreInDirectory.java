package org.p2pd.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;

/** A store in a temporary directory, and what it told its listener: the ground of its tests. */
abstract class StoreInDirectory {
  static final long MIB = 1 << 20;
  static final Film FILM = Film.ofBlocks(8, 1);

  @TempDir
  Path directory;

  BlockStore store;
  final List<String> events = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = open(MIB);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  BlockStore open(long bytesMax) throws IOException {
    BlockStore opened = BlockStore.open(new StoreSettings(directory, bytesMax));
    opened.onChange(new StoreListener() {
      @Override
      public void stored(ContentId content, int block) {
        events.add("stored " + block);
      }

      @Override
      public void dropped(ContentId content, int block) {
        events.add("dropped " + block);
      }
    });
    return opened;
  }

  void reopen(long bytesMax) throws IOException {
    store.close();
    store = open(bytesMax);
  }

  PutResult put(Film film, int block) {
    return store.put(film.digest(block), film.block(block));
  }

  void doubt(Digest block) {
    try (BlockLease lease = store.lease(block).orElseThrow()) {
      lease.doubt();
    }
  }

  Path file(Digest block) {
    return directory.resolve("blocks").resolve(block.hex().substring(0, 2)).resolve(block.hex());
  }
}
