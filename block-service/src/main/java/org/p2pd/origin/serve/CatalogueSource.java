package org.p2pd.origin.serve;

import java.net.InetAddress;
import java.util.List;
import org.p2pd.origin.catalogue.BlockPlace;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.serve.disk.FileGoneException;
import org.p2pd.origin.serve.disk.FileReading;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.serve.ContentSource;
import org.p2pd.transport.serve.Piece;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The published files by content: all of a content is here, or nothing. Of several equal files any one serves. */
final class CatalogueSource implements ContentSource {
  private final Catalogue catalogue;
  private final Scheduler disk;

  CatalogueSource(Catalogue catalogue, Scheduler disk) {
    this.catalogue = catalogue;
    this.disk = disk;
  }

  @Override
  public Mono<Manifest> manifest(ContentId id) {
    return Mono.justOrEmpty(catalogue.holding(id).stream().findFirst())
        .map(PublishedFile::manifest);
  }

  @Override
  public BlockSet held(ContentId id) {
    return catalogue.holding(id).isEmpty() ? BlockSet.empty() : BlockSet.everything();
  }

  @Override
  public boolean fetchesFor(InetAddress client) {
    return false;
  }

  @Override
  public Flux<Piece> read(Manifest manifest, ByteRange range) {
    return read(catalogue.holding(manifest.contentId()), 0, range);
  }

  /** An equal file takes over as long as nothing was handed out: opening is what fails. */
  private Flux<Piece> read(List<PublishedFile> files, int next, ByteRange range) {
    if (next == files.size()) {
      return Flux.error(() -> ProblemException.notFound("the file has just changed or gone"));
    }
    return FileReading.read(files.get(next), range, disk)
        .switchOnFirst((first, pieces) -> first.getThrowable() instanceof FileGoneException
            ? read(files, next + 1, range)
            : pieces);
  }

  @Override
  public Mono<Piece> block(Digest digest) {
    return Mono.justOrEmpty(catalogue.placeOf(digest)).flatMap(this::block);
  }

  private Mono<Piece> block(BlockPlace place) {
    return Flux.fromIterable(catalogue.holding(place.contentId()))
        .concatMap(file -> block(file, place.index()), 1)
        .next();
  }

  private Mono<Piece> block(PublishedFile file, int index) {
    ByteRange range = file.manifest().layout().rangeOf(index);
    return FileReading.readAtOnce(file, range, disk).onErrorComplete(FileGoneException.class);
  }
}
