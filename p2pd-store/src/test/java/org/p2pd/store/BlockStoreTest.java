package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;

class BlockStoreTest {
  private static final long MIB = 1 << 20;
  private static final Film FILM = Film.ofBlocks(8, 1);

  private @TempDir Path directory;
  private BlockStore store;
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = open(MIB);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private BlockStore open(long bytesMax) throws IOException {
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

  private void reopen(long bytesMax) throws IOException {
    store.close();
    store = open(bytesMax);
  }

  private PutResult put(Film film, int block) {
    return store.put(film.digest(block), film.block(block));
  }

  private void doubt(Digest block) {
    try (BlockLease lease = store.lease(block).orElseThrow()) {
      lease.doubt();
    }
  }

  private Path file(Digest block) {
    return directory.resolve("blocks").resolve(block.hex().substring(0, 2)).resolve(block.hex());
  }

  @Test
  void put_rightBytes_areOneFileNamedByDigest() throws IOException {
    assertThat(put(FILM, 3)).isEqualTo(PutResult.STORED);

    assertThat(store.contains(FILM.digest(3))).isTrue();
    assertThat(Directories.blockFiles(directory)).containsExactly(file(FILM.digest(3)));
    try (BlockLease lease = store.lease(FILM.digest(3)).orElseThrow()) {
      assertThat(lease.length()).isEqualTo(Film.BLOCK_SIZE);
      assertThat(ByteBuffer.wrap(Files.readAllBytes(lease.file()))).isEqualTo(FILM.block(3));
    }
  }

  @Test
  void put_severalBuffersDirectAndReadOnly_joinAndKeepTheirPositions() {
    ByteBuffer all = FILM.block(0);
    ByteBuffer head = all.slice(0, 1_000).asReadOnlyBuffer();
    ByteBuffer tail = ByteBuffer.allocateDirect(Film.BLOCK_SIZE - 1_000)
        .put(all.slice(1_000, Film.BLOCK_SIZE - 1_000))
        .flip();

    assertThat(store.put(FILM.digest(0), head, tail)).isEqualTo(PutResult.STORED);
    assertThat(head.remaining() + tail.remaining()).isEqualTo(Film.BLOCK_SIZE);
    doubt(FILM.digest(0));
    assertThat(store.lease(FILM.digest(0))).isPresent();
  }

  @Test
  void put_again_isPresent() {
    put(FILM, 0);

    assertThat(put(FILM, 0)).isEqualTo(PutResult.PRESENT);
    assertThat(store.status().blocks()).isEqualTo(1);
  }

  @Test
  void put_wrongBytes_areRefusedAndLeaveNothing() {
    long before = store.status().bytesUsed();

    assertThatThrownBy(() -> store.put(FILM.digest(0), FILM.block(1)))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageContaining("expected: " + FILM.digest(0));
    assertThat(Directories.blockFiles(directory)).isEmpty();
    assertThat(Directories.files(directory.resolve("tmp"))).isEmpty();
    assertThat(store.status().bytesUsed()).isEqualTo(before);
  }

  @Test
  void putVerified_wrongBytesAllTheSame_areNotLeasedAfterARestart() throws IOException {
    assertThat(store.putVerified(FILM.digest(0), FILM.block(1))).isEqualTo(PutResult.STORED);

    reopen(MIB);
    assertThat(store.lease(FILM.digest(0))).isEmpty();
  }

  @Test
  void put_noBytes_isRefused() {
    assertThatThrownBy(() -> store.put(Digest.of(new byte[0]), ByteBuffer.allocate(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 1 to");
  }

  @Test
  void put_largerThanStore_hasNoRoomAndEvictsNothing() {
    put(FILM, 0);
    byte[] large = TestBytes.random((int) MIB, 2);

    assertThat(store.put(Digest.of(large), ByteBuffer.wrap(large))).isEqualTo(PutResult.NO_ROOM);
    assertThat(store.contains(FILM.digest(0))).isTrue();
  }

  @Test
  void put_allElseLeased_hasNoRoomUntilALeaseEnds() {
    Film filling = Film.ofBlocks(64, 3);
    List<BlockLease> leases = new ArrayList<>();
    IntStream.range(0, 63).forEach(i -> {
      assertThat(put(filling, i)).isEqualTo(PutResult.STORED);
      leases.add(store.lease(filling.digest(i)).orElseThrow());
    });

    assertThat(put(filling, 63)).isEqualTo(PutResult.NO_ROOM);
    leases.get(5).close();
    leases.get(5).close();
    assertThat(put(filling, 63)).isEqualTo(PutResult.STORED);
    assertThat(store.contains(filling.digest(5))).isFalse();
    assertThat(Files.exists(leases.get(4).file())).isTrue();
    assertThat(store.status().evictions()).isEqualTo(1);
    leases.forEach(BlockLease::close);
  }

  @Test
  void put_diskRefuses_isNoRoomAndUnhealthyUntilItWorks() throws IOException {
    Path temporaries = directory.resolve("tmp");
    Files.delete(temporaries);

    assertThat(put(FILM, 0)).isEqualTo(PutResult.NO_ROOM);
    assertThat(store.status().healthy()).isFalse();
    assertThat(store.status().trouble()).contains("writing a block of 16384 bytes failed");

    Files.createDirectory(temporaries);
    assertThat(put(FILM, 0)).isEqualTo(PutResult.STORED);
    assertThat(store.status().healthy()).isTrue();
  }

  @Test
  void put_threadInterrupted_isStoredAllTheSame() {
    Thread.currentThread().interrupt();

    assertThat(put(FILM, 0)).isEqualTo(PutResult.STORED);
    doubt(FILM.digest(0));
    assertThat(store.lease(FILM.digest(0))).isPresent();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void open_secondTime_isRefusedWithTheOwnersPid() {
    assertThatThrownBy(() -> BlockStore.open(new StoreSettings(directory, MIB)))
        .isInstanceOf(StoreInUseException.class)
        .hasMessageContaining("is used by another p2pd process")
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
  }

  @Test
  void open_directoryOfSomebodyElse_isRefusedAndUntouched(@TempDir Path foreign)
      throws IOException {
    Path precious = Files.createDirectory(foreign.resolve("blocks")).resolve("photo.jpg");
    Files.writeString(precious, "precious");

    assertThatThrownBy(() -> BlockStore.open(new StoreSettings(foreign, MIB)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a p2pd store's");
    assertThat(precious).hasContent("precious");
  }

  @Test
  void settings_tooSmall_sayWhatIsExpected() {
    assertThatThrownBy(() -> new StoreSettings(directory, 1_000))
        .hasMessageContaining("1000 bytes (expected: at least 1048576)");
  }

  @Test
  void reopen_everythingKept_isHeldAgainWithoutReadingIt() throws IOException {
    store.register(FILM.manifest());
    IntStream.of(0, 1, 5).forEach(i -> put(FILM, i));

    reopen(MIB);

    assertThat(store.contents()).containsExactly(FILM.manifest().contentId());
    assertThat(store.manifest(FILM.manifest().contentId()))
        .map(Manifest::mediaType)
        .contains("video/mp4");
    assertThat(store.held(FILM.manifest().contentId())).hasToString("0-1,5");
    assertThat(put(FILM, 0)).isEqualTo(PutResult.PRESENT);
  }

  @Test
  void leaseChecked_foundOnDisk_isEmptyUntilItWasReadOnce() throws IOException {
    put(FILM, 0);
    assertThat(store.leaseChecked(FILM.digest(0))).isPresent();

    reopen(MIB);

    assertThat(store.leaseChecked(FILM.digest(0))).isEmpty();
    store.lease(FILM.digest(0)).orElseThrow().close();
    try (BlockLease lease = store.leaseChecked(FILM.digest(0)).orElseThrow()) {
      assertThat(lease.file()).isEqualTo(file(FILM.digest(0)));
    }
  }

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
  void put_forgottenButStillLeased_isTakenBack() {
    store.register(FILM.manifest());
    put(FILM, 0);
    BlockLease lease = store.lease(FILM.digest(0)).orElseThrow();
    store.forget(FILM.manifest().contentId());

    assertThat(put(FILM, 0)).isEqualTo(PutResult.PRESENT);
    lease.close();
    assertThat(store.lease(FILM.digest(0))).isPresent();
  }

  @Test
  void doubt_bytesChangedByHand_isDroppedAtTheNextLease() throws IOException {
    store.register(FILM.manifest());
    put(FILM, 2);
    Files.write(file(FILM.digest(2)), new byte[Film.BLOCK_SIZE]);
    doubt(FILM.digest(2));

    assertThat(store.lease(FILM.digest(2))).isEmpty();
    assertThat(store.status().damaged()).isEqualTo(1);
    assertThat(put(FILM, 2)).isEqualTo(PutResult.STORED);
  }

  @Test
  void lease_fileDeletedByHand_isDropped() throws IOException {
    store.register(FILM.manifest());
    put(FILM, 2);
    Files.delete(file(FILM.digest(2)));

    assertThat(store.lease(FILM.digest(2))).isEmpty();
    assertThat(events).containsExactly("stored 2", "dropped 2");
    assertThat(put(FILM, 2)).isEqualTo(PutResult.STORED);
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
  void listener_thatFails_doesNotHarmOthers() {
    store.onChange(new StoreListener() {
      @Override
      public void stored(ContentId content, int block) {
        throw new IllegalStateException("expected in this test");
      }

      @Override
      public void dropped(ContentId content, int block) {
        throw new IllegalStateException("expected in this test");
      }
    });
    store.register(FILM.manifest());

    assertThat(put(FILM, 0)).isEqualTo(PutResult.STORED);
    assertThat(events).containsExactly("stored 0");
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

  @Test
  void close_thenAnything_isAbsent() throws IOException {
    put(FILM, 0);
    store.close();

    assertThat(store.lease(FILM.digest(0))).isEmpty();
    assertThat(put(FILM, 1)).isEqualTo(PutResult.NO_ROOM);
  }
}
