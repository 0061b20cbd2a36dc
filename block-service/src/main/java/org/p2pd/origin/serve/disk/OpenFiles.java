package org.p2pd.origin.serve.disk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.CatalogueListener;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.serve.Piece;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The bytes of published files. Those that were asked for lately are kept open: at most {@value #OPEN_MAX}, each until
 * nobody asked for a minute or it was withdrawn. Opening and looking happen on the disk scheduler; a file that the
 * catalogue holds in memory is not touched.
 */
public final class OpenFiles implements CatalogueListener, AutoCloseable {
  private static final int OPEN_MAX = 1_000;
  private static final Duration UNUSED_MAX = Duration.ofMinutes(1);

  /** A quarter of the mappings that Linux lets a process have. */
  private static final int WINDOWS_MAX = 16_000;

  private final Semaphore windowsLeft = new Semaphore(WINDOWS_MAX);
  private final reactor.core.scheduler.Scheduler disk;
  private final long pieceBytesMax;
  private final Cache<String, OpenFile> byPath = Caffeine.newBuilder()
      .maximumSize(OPEN_MAX)
      .expireAfterAccess(UNUSED_MAX)
      .scheduler(Scheduler.systemScheduler())
      .executor(Runnable::run)
      .removalListener(OpenFiles::removed)
      .build();

  /**
   * Creates an empty set whose files are touched on {@code disk}.
   *
   * @param pieceBytesMax the most that is sent without another look at the file
   */
  public OpenFiles(reactor.core.scheduler.Scheduler disk, long pieceBytesMax) {
    this.disk = disk;
    this.pieceBytesMax = pieceBytesMax;
  }

  /** The bytes of {@code range}, or an error where the file is no longer what was published. */
  public Flux<Piece> read(PublishedFile published, ByteRange range) {
    byte[] held = published.held();
    if (held != null) {
      return Flux.defer(() -> Flux.just(inMemory(held, range)));
    }
    return open(published).flatMapMany(file -> new FileReading(file, range, pieceBytesMax, disk));
  }

  /** As {@link #read}, where the file is open; null where it is not. */
  public @Nullable Publisher<Piece> readIfOpen(PublishedFile published, ByteRange range) {
    if (published.held() != null) {
      return read(published, range);
    }
    OpenFile file = held(published);
    return file == null ? null : new FileReading(file, range, pieceBytesMax, disk);
  }

  /** Whether the file is open now. */
  public boolean isOpen(PublishedFile published) {
    OpenFile file = byPath.getIfPresent(published.path());
    return published.held() != null || (file != null && file.isOf(published));
  }

  /** The bytes of {@code range} as one piece; nobody looks at the file while it leaves. */
  public Mono<Piece> readAtOnce(PublishedFile published, ByteRange range) {
    byte[] held = published.held();
    return held == null
        ? onePiece(published, range)
        : Mono.fromCallable(() -> inMemory(held, range));
  }

  private static Piece inMemory(byte[] held, ByteRange range) {
    return new Piece.MemoryPiece(
        Unpooled.wrappedBuffer(held, (int) range.first(), (int) range.length()));
  }

  private Mono<Piece> onePiece(PublishedFile published, ByteRange range) {
    return open(published).map(file -> onlyPiece(file, range));
  }

  private static Piece onlyPiece(OpenFile file, ByteRange range) {
    Piece piece = file.piece(range, () -> {});
    file.release();
    return piece;
  }

  /** The file, held once for the caller, and looked at just now; let go of where the caller went meanwhile. */
  private Mono<OpenFile> open(PublishedFile published) {
    // Not of a callable: what that returns after a cancellation is dropped without a word.
    return Mono.<OpenFile>create(sink -> open(published, sink))
        .doOnDiscard(OpenFile.class, OpenFile::release)
        .subscribeOn(disk);
  }

  private void open(PublishedFile published, MonoSink<OpenFile> sink) {
    try {
      sink.success(heldAndLookedAt(published));
    } catch (IOException e) {
      sink.error(e);
    }
  }

  private OpenFile heldAndLookedAt(PublishedFile published) throws IOException {
    OpenFile file = held(published);
    if (file == null) {
      return openAndKeep(published);
    }
    try {
      file.requireUnchanged();
      return file;
    } catch (IOException e) {
      file.release();
      throw e;
    }
  }

  private OpenFile openAndKeep(PublishedFile published) throws IOException {
    OpenFile file = OpenFile.open(published, windowsLeft);
    file.hold();
    byPath.put(published.path(), file);
    return file;
  }

  private @Nullable OpenFile held(PublishedFile published) {
    OpenFile file = byPath.getIfPresent(published.path());
    return file != null && file.isOf(published) && file.hold() ? file : null;
  }

  private static void removed(@Nullable String path, @Nullable OpenFile file, RemovalCause cause) {
    if (file != null) {
      file.release();
    }
  }

  /** A file that was just found is opened when somebody asks for it. */
  @Override
  public void published(PublishedFile file) {}

  @Override
  public void withdrawn(PublishedFile file) {
    byPath.invalidate(file.path());
  }

  @Override
  public void close() {
    byPath.invalidateAll();
  }
}
