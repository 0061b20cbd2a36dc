package org.p2pd.agent.cli.get;

import java.io.IOException;
import org.p2pd.agent.cli.disk.BlockIntake;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.transport.resolve.ResolvedContent;

/** A way to get the bytes of a film. */
interface FilmSource extends AutoCloseable {
  /**
   * What the film is.
   *
   * @throws GetFailedException where it is not published, or nobody can be asked
   */
  ResolvedContent film(ContentName name) throws IOException;

  /** Hands the blocks {@code first} to {@code last} to {@code intake}, calling {@code progress} after each part. */
  void fetch(ResolvedContent film, int first, int last, BlockIntake intake, Runnable progress)
      throws IOException;

  /** What came of {@code film} from whom so far; only the growth means something. */
  BytesByRole received(ResolvedContent film);

  @Override
  void close() throws IOException;
}
