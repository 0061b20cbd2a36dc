package org.p2pd.agent.cli.get;

import java.util.function.Supplier;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;

/** Hears how a download goes, often; shows as much of it as is good. */
interface GetListener {
  /** {@code bytes} of what is here already were checked. */
  void checking(Publication film, long bytes);

  /** Of the film {@code done} bytes are there. */
  void progress(Publication film, long done, Supplier<BytesBySource> sources);

  void done(Outcome outcome);

  void failed(ContentName name, GetFailedException failure);
}
