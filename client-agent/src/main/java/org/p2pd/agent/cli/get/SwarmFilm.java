package org.p2pd.agent.cli.get;

import java.io.IOException;
import java.util.Iterator;
import org.p2pd.agent.cli.disk.BlockIntake;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.serve.Piece;

/** Downloads with a store and an engine of its own, without sharing. */
final class SwarmFilm implements FilmSource {
  private static final int AHEAD = 2;

  private final AgentNode node;

  SwarmFilm(AgentNode node) {
    this.node = node;
    node.join(0);
  }

  @Override
  public ResolvedContent film(ContentName name) throws IOException {
    return Resolutions.await(node.resolve(name), name, node.tracker().replica());
  }

  @Override
  public void fetch(
      ResolvedContent film, int first, int last, BlockIntake intake, Runnable progress)
      throws IOException {
    Iterator<Piece> pieces = node.downloadedBytes(
            film, film.manifest().layout().rangeOf(first, last))
        .toIterable(AHEAD)
        .iterator();
    while (pieces.hasNext()) {
      intake.append(pieces.next());
      progress.run();
    }
  }

  @Override
  public BytesByRole received(ResolvedContent film) {
    return node.traffic().snapshot().received();
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
