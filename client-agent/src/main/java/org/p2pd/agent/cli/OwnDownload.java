package org.p2pd.agent.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import org.p2pd.agent.cli.disk.FilmFile;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.BytesByRole;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.resolve.UntrustedPublicationException;
import org.p2pd.transport.serve.Piece;
import reactor.core.publisher.Mono;

/** Downloads with a store and an engine of its own, without sharing. */
final class OwnDownload implements FilmDownload {
  private static final int AHEAD = 2;

  private final AgentNode node;

  OwnDownload(AgentNode node) {
    this.node = node;
    node.join(0);
  }

  @Override
  public ResolvedContent film(ContentName name) throws IOException {
    return resolved(node.resolve(name), name, node.tracker().replica());
  }

  /** Waits for a film to be resolved, and says in a sentence why it can't be. */
  static ResolvedContent resolved(Mono<ResolvedContent> resolution, ContentName name, URI tracker)
      throws IOException {
    ResolvedContent film;
    try {
      film = resolution.block();
    } catch (UntrustedPublicationException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IOException(
          "neither the tracker " + tracker + " nor " + name.authority() + " answers: "
              + e.getMessage(),
          e);
    }
    if (film == null) {
      throw new IOException(
          name.url() + " is not published at " + tracker + " ('p2pd ls' lists what is)");
    }
    return film;
  }

  @Override
  public void into(FilmFile file, ResolvedContent film, Runnable progress) throws IOException {
    long length = film.publication().length();
    if (length == 0) {
      return;
    }
    Iterator<Piece> pieces =
        node.bytes(film, new ByteRange(0, length - 1)).toIterable(AHEAD).iterator();
    while (pieces.hasNext()) {
      file.append(pieces.next());
      progress.run();
    }
  }

  @Override
  public BytesByRole received() {
    return node.traffic().snapshot().received();
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
