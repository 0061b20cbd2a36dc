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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.testkit.bytes.TestBytes;

/** Blocks as they are put, leased, doubted and found again. */
class BlockStoreTest extends StoreInDirectory {
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
  void close_thenAnything_isAbsent() throws IOException {
    put(FILM, 0);
    store.close();

    assertThat(store.lease(FILM.digest(0))).isEmpty();
    assertThat(put(FILM, 1)).isEqualTo(PutResult.NO_ROOM);
  }
}
