package org.p2pd.agent.cli;

import java.io.IOException;
import org.p2pd.agent.cli.disk.FilmFile;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.BytesByRole;
import org.p2pd.transport.resolve.ResolvedContent;

/** A way to get the bytes of a film. */
interface FilmDownload extends AutoCloseable {
  /**
   * What the film is.
   *
   * @throws IOException where it is not published, or nobody can be asked
   */
  ResolvedContent film(ContentName name) throws IOException;

  /** Appends the whole film to {@code file}, calling {@code progress} after each part. */
  void into(FilmFile file, ResolvedContent film, Runnable progress) throws IOException;

  /** What came from whom so far. */
  BytesByRole received();

  @Override
  void close() throws IOException;
}
