package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;

/** One store in several directories. */
class BlockStoreDisksTest {
  private static final Film FILM = Film.ofBlocks(40, 1);
  private static final ContentId ID = FILM.manifest().contentId();
  private static final long BYTES_MAX = 1 << 20;

  private @TempDir Path parent;
  private Path one;
  private Path two;

  @BeforeEach
  void name() {
    one = parent.resolve("one");
    two = parent.resolve("two");
  }

  private BlockStore open() throws IOException {
    return BlockStore.open(new StoreSettings(List.of(one, two), BYTES_MAX));
  }

  private static void put(BlockStore store, Film film) {
    store.register(film.manifest());
    for (int i = 0; i < film.blocks(); i++) {
      assertThat(store.put(film.digest(i), film.block(i))).isEqualTo(PutResult.STORED);
    }
  }

  private static boolean leases(BlockStore store, Digest digest) {
    return store
        .lease(digest)
        .map(lease -> {
          lease.close();
          return true;
        })
        .orElse(false);
  }

  @Test
  void put_severalDirectories_takeTurnsAndAreFoundAgain() throws IOException {
    try (BlockStore store = open()) {
      put(store, FILM);
    }
    assertThat(Directories.blockFiles(one)).hasSize(20);
    assertThat(Directories.blockFiles(two)).hasSize(20);

    try (BlockStore store = open()) {
      assertThat(store.held(ID)).isEqualTo(BlockSet.first(40));
      for (int i = 0; i < 40; i++) {
        assertThat(leases(store, FILM.digest(i))).isTrue();
      }
    }
  }

  @Test
  void put_moreThanTheLimit_holdsForAllDirectoriesTogether() throws IOException {
    try (BlockStore store = open()) {
      put(store, FILM);
      put(store, Film.ofBlocks(60, 2));

      assertThat(store.status().evictions()).isPositive();
      assertThat(store.status().bytesUsed())
          .isEqualTo(Directories.bytes(one) + Directories.bytes(two))
          .isLessThanOrEqualTo(BYTES_MAX);
    }
  }

  @Test
  void put_oneDirectoryRefuses_goesToTheOtherAndHealthNamesIt() throws IOException {
    try (BlockStore store = open()) {
      Files.delete(two.resolve("tmp"));

      put(store, FILM);

      assertThat(Directories.blockFiles(one)).hasSize(40);
      assertThat(store.status().healthy()).isFalse();
      assertThat(store.status().trouble()).contains(two + ": writing a block");
    }
  }

  @Test
  void put_allDirectoriesRefuse_hasNoRoom() throws IOException {
    try (BlockStore store = open()) {
      Files.delete(one.resolve("tmp"));
      Files.delete(two.resolve("tmp"));

      assertThat(store.put(FILM.digest(0), FILM.block(0))).isEqualTo(PutResult.NO_ROOM);
      assertThat(store.status().trouble()).contains(one + ": ", "; " + two + ": ");
      assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(parent));
    }
  }

  @Test
  void lease_aDirectoryIsGone_onlyItsBlocksAre() throws IOException {
    try (BlockStore store = open()) {
      put(store, FILM);
      Files.move(two, parent.resolve("gone"));

      int left = 0;
      for (int i = 0; i < 40; i++) {
        left += leases(store, FILM.digest(i)) ? 1 : 0;
      }

      assertThat(left).isEqualTo(20);
      assertThat(store.held(ID).size()).isEqualTo(20);
      put(store, Film.ofBlocks(10, 3));
    }
  }

  @Test
  void open_aDirectoryThatIsNone_isLeftOutAndHealthTells() throws IOException {
    Files.write(one, new byte[1]);
    try (BlockStore store = open()) {
      put(store, FILM);

      assertThat(Directories.blockFiles(two)).hasSize(40);
      assertThat(store.home()).isEqualTo(two);
      assertThat(store.status().trouble()).contains("opening " + one + " failed");
    }
  }

  @Test
  void open_noDirectoryCanBeUsed_isRefused() throws IOException {
    Files.write(one, new byte[1]);
    Files.write(two, new byte[1]);

    assertThatThrownBy(this::open)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(one.toString())
        .hasMessageContaining(two.toString());
  }

  @Test
  void open_oneIsSomebodyElses_isRefusedAndTheOtherLetGo() throws IOException {
    Files.createDirectories(two.resolve("blocks"));

    assertThatThrownBy(this::open).hasMessageContaining("not a p2pd store's");
    BlockStore.open(new StoreSettings(one, BYTES_MAX)).close();
  }

  @Test
  void open_aDiskIsBackWithOldCopies_oneOfEachIsKept() throws IOException {
    try (BlockStore store = open()) {
      put(store, FILM);
    }
    Path away = parent.resolve("away");
    Files.move(two, away);
    try (BlockStore store = BlockStore.open(new StoreSettings(one, BYTES_MAX))) {
      for (int i = 0; i < 40; i++) {
        store.put(FILM.digest(i), FILM.block(i));
      }
    }
    Files.move(away, two);

    try (BlockStore store = open()) {
      assertThat(Directories.blockFiles(parent)).hasSize(40);
      assertThat(store.status().blocks()).isEqualTo(40);
      assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(parent));
    }
  }

  @Test
  void settings_sameDirectoryTwice_areRefused() {
    assertThatThrownBy(() -> new StoreSettings(List.of(one, one), BYTES_MAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no two the same");
  }
}
