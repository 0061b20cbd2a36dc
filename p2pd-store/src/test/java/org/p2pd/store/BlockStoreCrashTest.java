package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.testkit.random.Seeded;

/** What is on disk after the power went is anything; what is leased is right. */
@Seeded
class BlockStoreCrashTest {
  private static final Film FILM = Film.ofBlocks(250, 7);
  private static final ContentId ID = FILM.manifest().contentId();
  private static final long BYTES_MAX = 8 << 20;

  private @TempDir Path directory;

  private void fill() throws IOException {
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      store.register(FILM.manifest());
      for (int i = 0; i < FILM.blocks(); i++) {
        store.put(FILM.digest(i), FILM.block(i));
      }
    }
  }

  @Test
  void lease_oneThousandDamages_servesNoneOfThem(RandomGenerator random) throws IOException {
    for (int round = 0; round < 8; round++) {
      fill();
      BitSet damaged = damageHalf(random);
      BitSet dropped = new BitSet();
      try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
        store.onChange(recording(dropped));
        for (int i = 0; i < FILM.blocks(); i++) {
          assertThat(leasedRightly(store, i)).isEqualTo(!damaged.get(i));
        }
        assertThat(store.held(ID))
            .isEqualTo(BlockSet.first(FILM.blocks()).minus(BlockSet.of(damaged)));
        assertThat(store.status().damaged()).isEqualTo(dropped.cardinality());
        assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(directory));
      }
    }
  }

  private BitSet damageHalf(RandomGenerator random) throws IOException {
    BitSet damaged = new BitSet();
    for (int i = 0; i < FILM.blocks(); i++) {
      if (random.nextBoolean()) {
        String hex = FILM.digest(i).hex();
        damage(directory.resolve("blocks").resolve(hex.substring(0, 2)).resolve(hex), random);
        damaged.set(i);
      }
    }
    return damaged;
  }

  private static void damage(Path file, RandomGenerator random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (random.nextInt(5)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1);
      case 3 -> bytes = new byte[bytes.length];
      default -> {
        Files.delete(file);
        return;
      }
    }
    Files.write(file, bytes);
  }

  private static boolean leasedRightly(BlockStore store, int block) throws IOException {
    var leased = store.lease(FILM.digest(block));
    if (leased.isEmpty()) {
      return false;
    }
    try (BlockLease lease = leased.get()) {
      assertThat(ByteBuffer.wrap(Files.readAllBytes(lease.file()))).isEqualTo(FILM.block(block));
      return true;
    }
  }

  private static StoreListener recording(BitSet dropped) {
    return new StoreListener() {
      @Override
      public void stored(ContentId content, int block) {
        throw new AssertionError("nothing is stored in this test");
      }

      @Override
      public void dropped(ContentId content, int block) {
        dropped.set(block);
      }
    };
  }

  @Test
  void put_overADamagedBlock_replacesIt(RandomGenerator random) throws IOException {
    fill();
    BitSet damaged = damageHalf(random);
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      for (int i = 0; i < FILM.blocks(); i++) {
        PutResult expected = damaged.get(i) ? PutResult.STORED : PutResult.PRESENT;
        assertThat(store.put(FILM.digest(i), FILM.block(i))).isEqualTo(expected);
        assertThat(leasedRightly(store, i)).isTrue();
      }
    }
  }

  @Test
  void open_strayFiles_areRemovedAndTheUsersOwnStay() throws IOException {
    fill();
    String hex = FILM.digest(0).hex();
    List<Path> strays = List.of(
        directory.resolve("tmp").resolve("17"),
        directory.resolve("blocks").resolve("README"),
        directory.resolve("blocks").resolve("00").resolve(hex.toUpperCase(java.util.Locale.ROOT)),
        directory.resolve("blocks").resolve("zz").resolve(hex),
        directory.resolve("contents").resolve("x.manifest"),
        directory.resolve("contents").resolve(ID.hex() + ".manifest~"),
        directory.resolve("contents").resolve("0".repeat(64) + ".manifest"));
    for (Path stray : strays) {
      Files.createDirectories(stray.getParent());
      Files.write(stray, new byte[100]);
    }
    Files.writeString(directory.resolve("notes.txt"), "mine");

    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      strays.forEach(stray -> assertThat(stray).doesNotExist());
      assertThat(directory.resolve("notes.txt")).hasContent("mine");
      assertThat(store.held(ID)).isEqualTo(BlockSet.first(FILM.blocks()));
      assertThat(store.status().bytesUsed())
          .isEqualTo(Directories.bytes(directory) - "mine".length());
    }
  }

  @Test
  void open_damagedManifest_isRemovedAndCanBeRegisteredAgain(RandomGenerator random)
      throws IOException {
    fill();
    Path file = directory.resolve("contents").resolve(ID.hex() + ".manifest");
    byte[] bytes = Files.readAllBytes(file);
    bytes[random.nextInt(bytes.length)]++;
    Files.write(file, bytes);

    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      assertThat(file).doesNotExist();
      assertThat(store.contents()).isEmpty();
      store.register(FILM.manifest());
      assertThat(store.held(ID)).isEqualTo(BlockSet.first(FILM.blocks()));
      assertThat(file).exists();
    }
  }
}
