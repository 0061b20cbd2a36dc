package org.p2pd.cache.fill;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.disk.HotBlocks;
import org.p2pd.cache.site.Networks;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockLease;
import org.p2pd.store.BlockStore;
import org.p2pd.transport.fetch.FetchEngine;
import org.p2pd.transport.fetch.NoSourceException;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.serve.ContentSource;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.stored.StoredContent;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * A cache's bytes: what is stored leaves at once, the rest as the fetch engine brings it.
 *
 * <p>Decides nothing about names, and nothing about who may ask: callers check {@link #fetchesFor} first.
 */
public final class CacheContent implements ContentSource {
  /** How long who asks by content id waits for the first byte before it gets a 504. */
  private static final Duration FIRST_PIECE_MAX = Duration.ofSeconds(6);

  private static final Duration MANIFEST_MAX = Duration.ofSeconds(3);

  private final BlockStore store;
  private final StoredContent stored;
  private final FetchEngine engine;
  private final ContentResolver resolver;
  private final Sites sites;
  private final Networks networks;
  private final HotBlocks hot;
  private final Usage usage;
  private final Fills fills = new Fills();

  /** Creates the source over one store and its engine. */
  public CacheContent(
      BlockStore store,
      FetchEngine engine,
      ContentResolver resolver,
      Sites sites,
      Networks networks,
      HotBlocks hot,
      Usage usage) {
    this.store = store;
    this.stored = new StoredContent(store, engine.disk());
    this.engine = engine;
    this.resolver = resolver;
    this.sites = sites;
    this.networks = networks;
    this.hot = hot;
    this.usage = usage;
  }

  @Override
  public Mono<Manifest> manifest(ContentId id) {
    return stored.manifest(id).switchIfEmpty(Mono.defer(() -> foreignManifest(id)));
  }

  @Override
  public Mono<Manifest> manifestHere(ContentId id) {
    return stored.manifest(id);
  }

  /** First whether there is such a content, which is one call: whose it is may take many. */
  private Mono<Manifest> foreignManifest(ContentId id) {
    return resolver
        .manifest(id)
        .filterWhen(manifest -> sites.serves(id))
        .timeout(MANIFEST_MAX)
        .onErrorMap(error -> new ProblemException(
            HttpStatus.BAD_GATEWAY,
            "content " + id + " is not here, and the tracker does not answer"));
  }

  @Override
  public BlockSet held(ContentId id) {
    return store.held(id);
  }

  @Override
  public boolean fetchesFor(InetAddress client) {
    return networks.contains(client);
  }

  /**
   * Completes once it is known which blocks of {@code manifest} are here: at once, except while the store is still being
   * scanned.
   */
  public Mono<Void> lookFor(Manifest manifest) {
    return store.isScanning()
        ? Mono.<Void>fromRunnable(() -> store.register(manifest)).subscribeOn(engine.disk())
        : Mono.empty();
  }

  /** Whether the store has every block that {@code range} touches. Never waits. */
  public boolean holds(Manifest manifest, ByteRange range) {
    BlockLayout layout = manifest.layout();
    return store.holds(
        manifest.contentId(), layout.blockAt(range.first()), layout.blockAt(range.last()));
  }

  /** The blocks that {@code range} touches and the store lacks. */
  public BlockSet missing(Manifest manifest, ByteRange range) {
    return manifest.layout().blocksTouching(range).minus(store.held(manifest.contentId()));
  }

  /** Whether blocks among {@code missing} are being fetched for somebody. */
  public boolean isUnderWay(ContentId id, BlockSet missing) {
    return fills.isUnderWay(id, missing);
  }

  @Override
  public Flux<Piece> read(Manifest manifest, ByteRange range) {
    return read(FetchTarget.unnamed(manifest), range, FIRST_PIECE_MAX);
  }

  /**
   * The bytes of {@code range}.
   *
   * @param firstPieceMax how long to wait for the first of them
   * @return a problem of 504 where it is not here in time
   */
  public Flux<Piece> read(FetchTarget target, ByteRange range, Duration firstPieceMax) {
    return Flux.defer(() -> new Reading(target, range, firstPieceMax).pieces());
  }

  @Override
  public Mono<Piece> block(Digest digest) {
    return stored.block(digest);
  }

  /** One client's way through a range; owned by its subscription. */
  private final class Reading {
    private final FetchTarget target;
    private final BlockLayout layout;
    private final ByteRange range;
    private final Duration firstPieceMax;
    private final int lastBlock;
    private int nextBlock;

    Reading(FetchTarget target, ByteRange range, Duration firstPieceMax) {
      this.target = target;
      this.layout = target.manifest().layout();
      this.range = range;
      this.firstPieceMax = firstPieceMax;
      this.nextBlock = layout.blockAt(range.first());
      this.lastBlock = layout.blockAt(range.last());
    }

    Flux<Piece> pieces() {
      return Flux.<Piece>generate(this::nextStored).concatWith(Flux.defer(this::rest));
    }

    /** A block that is here and was checked before needs neither the disk's nor the engine's threads. */
    private void nextStored(SynchronousSink<Piece> sink) {
      Optional<Piece> piece = nextBlock > lastBlock
          ? Optional.empty()
          : store
              .leaseChecked(target.manifest().blockDigest(nextBlock))
              .map(lease -> piece(nextBlock, lease));
      if (piece.isPresent()) {
        nextBlock++;
        usage.gaveStored(piece.get().length());
        sink.next(piece.get());
      } else {
        sink.complete();
      }
    }

    private @Nullable Piece piece(int block, BlockLease lease) {
      ByteRange own = layout.rangeOf(block);
      long from = Math.max(own.first(), range.first()) - own.first();
      long to = Math.min(own.last(), range.last()) - own.first();
      return hot.piece(
          target.manifest().blockDigest(block), lease, (int) from, (int) (to - from + 1));
    }

    private Flux<Piece> rest() {
      if (nextBlock > lastBlock) {
        return Flux.empty();
      }
      ByteRange left =
          new ByteRange(Math.max(range.first(), layout.offsetOf(nextBlock)), range.last());
      BlockSet missing = missing(target.manifest(), left);
      Runnable leave = fills.enter(target.manifest().contentId(), missing);
      return engine
          .bytes(target, left)
          .doOnNext(new Arrivals(missing))
          .timeout(Mono.delay(firstPieceMax))
          .onErrorMap(CacheContent::isLate, late -> late(left))
          .doFinally(end -> leave.run());
    }

    /** Counts pieces as they come, block by block from the first that was not checked and here. */
    private final class Arrivals implements Consumer<Piece> {
      private final BlockSet missing;
      private final long startNanos = System.nanoTime();
      private boolean filled;

      Arrivals(BlockSet missing) {
        this.missing = missing;
      }

      @Override
      public void accept(Piece piece) {
        if (!missing.contains(nextBlock++)) {
          usage.gaveStored(piece.length());
          return;
        }
        usage.gaveFetched(piece.length());
        if (!filled) {
          filled = true;
          usage.filled(Duration.ofNanos(System.nanoTime() - startNanos));
        }
      }
    }

    private ProblemException late(ByteRange left) {
      return new ProblemException(
          HttpStatus.GATEWAY_TIMEOUT,
          "bytes from " + left.first() + " of " + target.manifest().contentId()
              + " are not here, and no host sent them in time");
    }
  }

  private static boolean isLate(Throwable error) {
    return error instanceof TimeoutException || error instanceof NoSourceException;
  }
}
