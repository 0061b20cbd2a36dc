package org.p2pd.transport.stored;

import java.io.IOException;
import java.net.InetAddress;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.serve.ContentSource;
import org.p2pd.transport.serve.Piece;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What a store holds, served as it is: nothing is ever fetched for whoever asks. */
public final class StoredContent implements ContentSource {
  private final BlockStore store;
  private final BlockKeeper keeper;

  /**
   * Creates the source.
   *
   * @param disk the bounded scheduler for what touches the disk
   */
  public StoredContent(BlockStore store, Scheduler disk) {
    this.store = store;
    this.keeper = new BlockKeeper(store, disk);
  }

  @Override
  public Mono<Manifest> manifest(ContentId id) {
    return Mono.justOrEmpty(store.manifest(id));
  }

  @Override
  public BlockSet held(ContentId id) {
    return store.held(id);
  }

  @Override
  public boolean fetchesFor(InetAddress client) {
    return false;
  }

  @Override
  public Flux<Piece> read(Manifest manifest, ByteRange range) {
    BlockSet blocks = manifest.layout().blocksTouching(range);
    return Flux.defer(() -> {
      LeaseScope leases = new LeaseScope();
      return Flux.range(blocks.first(), blocks.size())
          .concatMap(index -> held(manifest, index, leases), 0)
          .map(block -> BlockPieces.cut(block, manifest.layout(), range))
          .doOnCancel(leases::end)
          .doOnError(error -> leases.end());
    });
  }

  private Mono<VerifiedBlock> held(Manifest manifest, int index, LeaseScope leases) {
    return keeper
        .lease(manifest, index, leases)
        .switchIfEmpty(Mono.error(() -> new IOException("block " + index + " is no longer here")));
  }

  @Override
  public Mono<Piece> block(Digest digest) {
    return Mono.defer(() -> {
      LeaseScope leases = new LeaseScope();
      return keeper
          .lease(digest, leases)
          .<Piece>map(lease -> new Piece.FilePiece(lease.file(), 0, lease.length(), lease::close))
          .doOnCancel(leases::end);
    });
  }
}
