package org.p2pd.transport.serve;

import java.time.Duration;
import org.p2pd.protocol.content.ContentId;

/** Is told of every response with content bytes. Called on event loops: must be quick. */
public interface ServingObserver {
  /** Observes nothing. */
  ServingObserver NONE = new ServingObserver() {};

  /** The observer of responses with bytes of {@code content}. */
  default ServingObserver of(ContentId content) {
    return this;
  }

  /** A response begins; {@link #finished} follows exactly once. */
  default void started() {}

  /** The first byte is ready to leave, {@code sinceRequest} after the request was here. */
  default void firstByte(Duration sinceRequest) {}

  /** {@code bytes} were handed to the kernel. */
  default void sent(long bytes) {}

  /** As {@link #sent}, of bytes that were copied out of this process's memory: not by sendfile. */
  default void sentFromMemory(long bytes) {
    sent(bytes);
  }

  /** A response ended: complete, cut or given up by the client. */
  default void finished() {}
}
