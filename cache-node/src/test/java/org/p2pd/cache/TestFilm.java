package org.p2pd.cache;

import java.util.List;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.testkit.bytes.TestBytes;

/** A published film with its bytes. */
record TestFilm(ContentName name, byte[] bytes, Manifest manifest, List<String> mirrors) {
  static final int BLOCK = 16 << 10;
  private static final long CLOSED_YEAR_3000_MILLIS = 32_503_680_000_000L;

  static TestFilm of(String name, int length, long seed) {
    byte[] bytes = TestBytes.random(length, seed);
    BlockLayout layout = new BlockLayout(length, BLOCK);
    byte[] digests = new byte[layout.blockCount() * Digest.BYTES];
    for (int i = 0; i < layout.blockCount(); i++) {
      byte[] block = new byte[layout.lengthOf(i)];
      System.arraycopy(bytes, (int) layout.offsetOf(i), block, 0, block.length);
      System.arraycopy(Digest.of(block).toRaw(), 0, digests, i * Digest.BYTES, Digest.BYTES);
    }
    return new TestFilm(
        ContentName.parse(name),
        bytes,
        new Manifest(layout, digests, Digest.of(bytes), "video/mp4"),
        List.of());
  }

  TestFilm mirroredAt(String... urls) {
    return new TestFilm(name, bytes, manifest, List.of(urls));
  }

  int blocks() {
    return manifest.blockCount();
  }

  String idPath() {
    return "/.p2pd/content/" + manifest.contentId();
  }

  Publication publication() {
    return new Publication(
        name,
        manifest.contentId(),
        manifest.layout().length(),
        manifest.layout().blockSize(),
        Digest.of(bytes),
        "video/mp4",
        1_700_000_000_000L,
        1,
        CLOSED_YEAR_3000_MILLIS,
        true,
        mirrors,
        null,
        null);
  }
}
