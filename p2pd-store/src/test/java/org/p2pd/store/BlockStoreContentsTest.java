package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;

/** Contents as they are registered, held, pinned, noted and forgotten. */
class BlockStoreContentsTest extends StoreInDirectory {
  @Test
  void reopen_withSmallerLimit_evictsTheOldest() throws IOException {
    reopen(4 * MIB);
    Film large = Film.ofBlocks(128, 4);
    store.register(large.manifest());
    IntStream.range(0, 128).forEach(i -> put(large, i));

    reopen(MIB);

    assertThat(Directories.bytes(directory)).isLessThanOrEqualTo(MIB);
    assertThat(store.held(large.manifest().contentId()).size()).isBetween(60, 64);
  }

  @Test
  void held_sharedBlocks_countForBothContents() {
    byte[] other = FILM.bytes().clone();
    other[0]++;
    Film edited = Film.of(other);
    store.register(FILM.manifest());
    store.register(edited.manifest());
    IntStream.range(0, 8).forEach(i -> put(FILM, i));

    assertThat(store.held(FILM.manifest().contentId())).isEqualTo(BlockSet.first(8));
    assertThat(store.held(edited.manifest().contentId())).isEqualTo(BlockSet.range(1, 7));
    assertThat(store.status().blocks()).isEqualTo(8);
  }

  @Test
  void forget_sharedBlocks_stayWithTheOther() {
    Film half = Film.of(java.util.Arrays.copyOf(FILM.bytes(), 4 * Film.BLOCK_SIZE));
    store.register(FILM.manifest());
    store.register(half.manifest());
    IntStream.range(0, 8).forEach(i -> put(FILM, i));

    store.forget(FILM.manifest().contentId());

    assertThat(store.contents()).containsExactly(half.manifest().contentId());
    assertThat(store.held(half.manifest().contentId())).isEqualTo(BlockSet.first(4));
    assertThat(Directories.blockFiles(directory)).hasSize(4);
    store.forget(half.manifest().contentId());
    assertThat(Directories.files(directory)).containsExactly(directory.resolve("store.lock"));
    assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(directory));
  }

  @Test
  void forget_whileLeased_deletesAfterTheLease() {
    store.register(FILM.manifest());
    put(FILM, 0);
    BlockLease lease = store.lease(FILM.digest(0)).orElseThrow();

    store.forget(FILM.manifest().contentId());

    assertThat(store.contains(FILM.digest(0))).isFalse();
    assertThat(store.lease(FILM.digest(0))).isEmpty();
    assertThat(lease.file()).exists();
    lease.close();
    assertThat(lease.file()).doesNotExist();
  }

  @Test
  void register_noRoomForManifest_isKnownUntilTheEnd() {
    Film filling = Film.ofBlocks(63, 3);
    List<BlockLease> leases = IntStream.range(0, 63)
        .mapToObj(i -> {
          put(filling, i);
          return store.lease(filling.digest(i)).orElseThrow();
        })
        .toList();
    Film many = Film.ofBlocks(500, 5);

    store.register(many.manifest());

    assertThat(store.contents()).contains(many.manifest().contentId());
    assertThat(Directories.bytes(directory)).isLessThanOrEqualTo(MIB);
    leases.forEach(BlockLease::close);
  }

  @Test
  void register_moreThanTheLimit_forgetsTheOldestThatHoldsNothing() throws IOException {
    store.close();
    store = BlockStore.open(new StoreSettings(List.of(directory), MIB, 3));
    List<Film> films =
        IntStream.range(0, 4).mapToObj(i -> Film.ofBlocks(1, 10 + i)).toList();
    store.register(films.get(0).manifest());
    put(films.get(0), 0);
    films.stream().skip(1).forEach(film -> store.register(film.manifest()));

    assertThat(store.contents())
        .containsExactly(
            films.get(0).manifest().contentId(),
            films.get(2).manifest().contentId(),
            films.get(3).manifest().contentId());
  }

  @Test
  void rare_seldomWatchedFilm_outlastsTheOthers() {
    Film seldom = Film.ofBlocks(16, 71);
    Film often = Film.ofBlocks(16, 72);
    Film next = Film.ofBlocks(48, 73);
    for (Film film : List.of(seldom, often, next)) {
      store.register(film.manifest());
    }
    store.pins().rare(seldom.manifest().contentId(), true);
    for (int i = 0; i < 16; i++) {
      put(seldom, i);
      put(often, i);
    }
    IntStream.range(0, 48).forEach(i -> put(next, i));

    assertThat(store.status().evictions()).isPositive();
    assertThat(store.held(seldom.manifest().contentId()).size()).isEqualTo(16);
    assertThat(store.held(often.manifest().contentId()).size()).isLessThan(16);
  }

  @Test
  void pin_survivesEvictionAndRestart_untilUnpinned() throws IOException {
    Film pinned = Film.ofBlocks(4, 31);
    Film others = Film.ofBlocks(200, 32);
    store.register(pinned.manifest());
    for (int block = 0; block < 4; block++) {
      put(pinned, block);
    }
    assertThat(store.pins().pin(pinned.manifest().contentId())).isTrue();

    for (int block = 0; block < 100; block++) {
      put(others, block);
    }
    assertThat(store.held(pinned.manifest().contentId())).isEqualTo(BlockSet.range(0, 3));

    reopen(MIB);
    assertThat(store.pins().contains(pinned.manifest().contentId())).isTrue();
    for (int block = 100; block < 200; block++) {
      put(others, block);
    }
    assertThat(store.held(pinned.manifest().contentId())).isEqualTo(BlockSet.range(0, 3));
    assertThat(store.status().evictions()).isPositive();

    assertThat(store.pins().unpin(pinned.manifest().contentId())).isTrue();
    reopen(MIB);
    assertThat(store.pins().contains(pinned.manifest().contentId())).isFalse();
  }

  @Test
  void pin_unknownOrTooLarge_isRefused() {
    Film large = Film.ofBlocks((int) (MIB / Film.BLOCK_SIZE), 33);
    assertThat(store.pins().pin(large.manifest().contentId())).isFalse();
    store.register(large.manifest());
    assertThat(store.pins().pin(large.manifest().contentId())).isFalse();
    assertThat(store.pins().contains(large.manifest().contentId())).isFalse();
  }

  @Test
  void note_isKeptCountedAndForgottenWithItsContent() throws IOException {
    ContentId id = FILM.manifest().contentId();
    assertThat(store.notes().put(id, new byte[5])).isFalse();
    store.register(FILM.manifest());
    put(FILM, 0);
    long before = store.status().bytesUsed();
    assertThat(store.notes().put(id, new byte[] {1, 2, 3})).isTrue();
    assertThat(store.notes().put(id, new byte[] {4, 5})).isTrue();
    assertThat(store.status().bytesUsed()).isEqualTo(before + 2);

    reopen(MIB);
    assertThat(store.notes().get(id)).containsExactly(4, 5);
    // The lock's file has this process's number in both runs.
    assertThat(store.status().bytesUsed()).isEqualTo(before + 2);

    store.forget(id);
    assertThat(store.notes().get(id)).isEmpty();
  }
}
