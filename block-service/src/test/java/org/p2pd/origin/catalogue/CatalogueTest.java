package org.p2pd.origin.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

class CatalogueTest {
  private static final int BLOCK = BlockLayout.BLOCK_SIZE_MIN;
  private static final Digest A = Digest.of(new byte[] {'a'});
  private static final Digest B = Digest.of(new byte[] {'b'});
  private static final Digest C = Digest.of(new byte[] {'c'});

  private final Catalogue catalogue = new Catalogue();

  @Test
  void withdraw_blockSharedWithAnotherContent_isStillFound() {
    PublishedFile first = file("/first", A, B);
    PublishedFile second = file("/second", B, C);
    catalogue.publish(first);
    catalogue.publish(second);
    assertThat(catalogue.placeOf(B)).contains(new BlockLocation(first.contentId(), 1));

    catalogue.withdraw("/first");

    assertThat(catalogue.placeOf(B)).contains(new BlockLocation(second.contentId(), 0));
    assertThat(catalogue.placeOf(A)).isEmpty();
    assertThat(catalogue.contents()).containsExactly(second.contentId());
  }

  @Test
  void withdraw_oneOfTwoEqualFiles_keepsTheContent() {
    PublishedFile first = file("/first", A, B);
    PublishedFile twin = file("/twin", A, B);
    catalogue.publish(first);
    catalogue.publish(twin);

    catalogue.withdraw("/first");

    assertThat(catalogue.holding(first.contentId())).containsExactly(twin);
    assertThat(catalogue.placeOf(A)).isPresent();
    catalogue.withdraw("/twin");
    assertThat(catalogue.contents()).isEmpty();
    assertThat(catalogue.placeOf(A)).isEmpty();
  }

  @Test
  void publish_samePathAgain_replaces() {
    catalogue.publish(file("/film", A));
    PublishedFile renewed = file("/film", A);

    catalogue.publish(renewed);

    assertThat(catalogue.holding(renewed.contentId())).containsExactly(renewed);
    assertThat(catalogue.placeOf(A)).isPresent();
    assertThat(catalogue.files()).hasSize(1);
  }

  @Test
  void listeners_hearOfBoth() {
    List<String> heard = new ArrayList<>();
    catalogue.addListener(new CatalogueListener() {
      @Override
      public void published(PublishedFile file) {
        heard.add("+" + file.path());
      }

      @Override
      public void withdrawn(PublishedFile file) {
        heard.add("-" + file.path());
      }
    });

    catalogue.publish(file("/film", A));
    catalogue.withdraw("/film");
    catalogue.withdraw("/film");

    assertThat(heard).containsExactly("+/film", "-/film");
  }

  @Test
  void heldBytes_countWhatIsServedFromMemory_alsoAfterARecall() {
    catalogue.publish(held("/list", A, 10));
    catalogue.publish(held("/list", B, 20));
    catalogue.publish(held("/other", C, 3));
    assertThat(catalogue.heldBytes()).isEqualTo(23);

    catalogue.recall(file("/list", B).contentId());
    catalogue.publish(held("/list", B, 20));

    assertThat(catalogue.heldBytes()).isEqualTo(3);
    catalogue.withdraw("/other");
    assertThat(catalogue.heldBytes()).isZero();
  }

  private static PublishedFile held(String path, Digest block, int bytes) {
    PublishedFile file = file(path, block);
    return new PublishedFile(
        path, file.file(), file.stamp(), file.manifest(), List.of(), new byte[bytes]);
  }

  private static PublishedFile file(String path, Digest... blocks) {
    byte[] digests = new byte[blocks.length * Digest.BYTES];
    for (int i = 0; i < blocks.length; i++) {
      System.arraycopy(blocks[i].toRaw(), 0, digests, i * Digest.BYTES, Digest.BYTES);
    }
    BlockLayout layout = new BlockLayout((long) blocks.length * BLOCK, BLOCK);
    return new PublishedFile(
        path,
        Path.of(path),
        new FileStamp(layout.length(), Instant.EPOCH, "1", null),
        new Manifest(layout, digests, A, "video/mp4"),
        List.of());
  }
}
