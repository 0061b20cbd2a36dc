package org.p2pd.origin.serve;

import java.net.InetAddress;
import java.util.List;
import org.p2pd.origin.catalogue.BlockLocation;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.serve.disk.FileGoneException;
import org.p2pd.origin.serve.disk.OpenFiles;
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

/** The published files by content: all of a content is here, or nothing. Of several equal files any one serves. */
final class CatalogueSource implements ContentSource {
  private final Catalogue catalogue;
  private final OpenFiles files;

  CatalogueSource(Catalogue catalogue, OpenFiles files) {
    this.catalogue = catalogue;
    this.files = files;
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
  private Flux<Piece> read(List<PublishedFile> equal, int next, ByteRange range) {
    if (next == equal.size()) {
      return Flux.error(() -> ProblemException.notFound("the file has just changed or gone"));
    }
    return files
        .read(equal.get(next), range)
        .switchOnFirst((first, pieces) -> first.getThrowable() instanceof FileGoneException
            ? read(equal, next + 1, range)
            : pieces);
  }

  @Override
  public Mono<Piece> block(Digest digest) {
    return Mono.justOrEmpty(catalogue.placeOf(digest)).flatMap(this::block);
  }

  private Mono<Piece> block(BlockLocation place) {
    return Flux.fromIterable(catalogue.holding(place.contentId()))
        .concatMap(file -> block(file, place.index()), 1)
        .next();
  }

  private Mono<Piece> block(PublishedFile file, int index) {
    ByteRange range = file.manifest().layout().rangeOf(index);
    return files.readAtOnce(file, range).onErrorComplete(FileGoneException.class);
  }
}
