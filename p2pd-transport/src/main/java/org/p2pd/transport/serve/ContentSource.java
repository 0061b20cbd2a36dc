package org.p2pd.transport.serve;

import java.net.InetAddress;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a node serves by content id: an origin's files, a cache's or an agent's stored blocks. Never blocks a thread. */
public interface ContentSource {
  /** The manifest of {@code id}; empty where the content is unknown here. */
  Mono<Manifest> manifest(ContentId id);

  /** As {@link #manifest}, where that is here, with nobody asked: for those whom nothing is fetched for. */
  default Mono<Manifest> manifestHere(ContentId id) {
    return manifest(id);
  }

  /** The blocks of {@code id} that this node can serve without fetching; may be {@link BlockSet#everything()}. */
  BlockSet held(ContentId id);

  /** Whether blocks that are lacking are fetched for this client; only caches do, for their networks. */
  boolean fetchesFor(InetAddress client);

  /**
   * The bytes of {@code range}, in order, exactly {@code range.length()} in all.
   *
   * <p>Lazy: a piece is prepared when it is asked for, and the next one is asked for while one is written. An error
   * before the first piece is answered as an error; a later one cuts the response. On cancellation the source gives back
   * what it has not handed over.
   */
  Flux<Piece> read(Manifest manifest, ByteRange range);

  /** The block named {@code digest}, whole; empty where it is not here. */
  Mono<Piece> block(Digest digest);
}
