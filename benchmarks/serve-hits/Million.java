import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.disk.ManifestFile;

/**
 * A store's directory as a cache of {@code BLOCKS} blocks leaves it behind: {@code DIRECTORY BLOCKS}. The files have names,
 * lengths and manifests, but no bytes (they are sparse): a start reads none.
 */
public final class Million {
  private static final int BLOCK_BYTES = 256 << 10;

  public static void main(String... args) throws IOException {
    Path root = Path.of(args[0]);
    Files.createDirectories(root.resolve("contents"));
    Files.createFile(root.resolve("store.lock"));
    for (int i = 0; i < 256; i++) {
      Files.createDirectories(root.resolve("blocks").resolve(String.format("%02x", i)));
    }
    Random random = new Random(1);
    for (int left = Integer.parseInt(args[1]); left > 0; left -= BlockLayout.BLOCKS_MAX) {
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
