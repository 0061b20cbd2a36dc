package org.p2pd.agent.cli.disk;

import java.nio.ByteBuffer;
import org.p2pd.protocol.content.BlockSet;

/** Where a film goes. Takes verified bytes only; every failure is a {@link LocalFileException}. */
public interface FilmOutput extends AutoCloseable {
  /** How much of the film was there before. */
  enum Beginning {
    /** Nothing. */
    EMPTY,
    /** Some right blocks of an unfinished download. */
    PART,
    /** A finished file with wrong blocks. */
    DAMAGED,
    /** All of it, and right. */
    COMPLETE
  }

  Beginning beginning();

  /** The blocks that were there before and are right. */
  BlockSet held();

  /** Writes all remaining bytes, whose first is the film's byte {@code offset}. */
  void write(long offset, ByteBuffer verified) throws LocalFileException;

  /** Makes the film visible under its name. Call once all blocks are there. */
  void finish() throws LocalFileException;

  /** For people: where it went. */
  String place();

  @Override
  void close() throws LocalFileException;
}
