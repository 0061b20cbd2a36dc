import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.store.disk.ManifestFile;

/**
 * A store's directory as a cache of {@code BLOCKS} blocks leaves it behind: {@code DIRECTORY BLOCKS}. The files have names,
 * lengths and manifests, but no bytes (they are sparse): a start reads none. With {@code DIRECTORY} alone opens it, and
 * prints how many seconds that took.
 */
public final class Million {
  private static final int BLOCK_BYTES = 256 << 10;
  private static final long BYTES_MAX = 512L << 30;

  public static void main(String... args) throws IOException {
    Path root = Path.of(args[0]);
    if (args.length == 1) {
      open(root);
    } else {
      make(root, Integer.parseInt(args[1]));
    }
  }

  private static void open(Path root) throws IOException {
    long startNanos = System.nanoTime();
    try (BlockStore store = BlockStore.open(new StoreSettings(List.of(root), BYTES_MAX))) {
      System.out.printf("%.1f%n", (System.nanoTime() - startNanos) / 1e9);
    }
  }

  private static void make(Path root, int blocks) throws IOException {
    Files.createDirectories(root.resolve("contents"));
    Files.createFile(root.resolve("store.lock"));
    for (int i = 0; i < 256; i++) {
      Files.createDirectories(root.resolve("blocks").resolve(String.format("%02x", i)));
    }
    Random random = new Random(1);
    for (int left = blocks; left > 0; left -= BlockLayout.BLOCKS_MAX) {
      content(root, Math.min(left, BlockLayout.BLOCKS_MAX), random);
    }
  }

  private static void content(Path root, int blocks, Random random) throws IOException {
    byte[] digests = new byte[blocks * Digest.BYTES];
    random.nextBytes(digests);
    Manifest manifest =
        new Manifest(new BlockLayout((long) blocks * BLOCK_BYTES, BLOCK_BYTES), digests, null, "video/mp4");
    Files.write(
        root.resolve("contents").resolve(manifest.contentId() + ".manifest"), ManifestFile.write(manifest));
    for (int i = 0; i < blocks; i++) {
      String name = manifest.blockDigest(i).hex();
      Path file = root.resolve("blocks").resolve(name.substring(0, 2)).resolve(name);
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(BLOCK_BYTES);
      }
    }
  }
}
