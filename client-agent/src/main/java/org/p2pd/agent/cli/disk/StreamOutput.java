package org.p2pd.agent.cli.disk;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.p2pd.protocol.content.BlockSet;

/** Standard output, a pipe or a device: takes a film in its order and keeps nothing. */
public final class StreamOutput implements FilmOutput {
  private final WritableByteChannel channel;
  private final String place;
  private final boolean owned;

  private StreamOutput(WritableByteChannel channel, String place, boolean owned) {
    this.channel = channel;
    this.place = place;
    this.owned = owned;
  }

  /** Writes to standard output, which stays open. */
  @SuppressWarnings("resource") // standard output stays open
  public static StreamOutput standard() {
    return new StreamOutput(
        new FileOutputStream(FileDescriptor.out).getChannel(), "standard output", false);
  }

  static StreamOutput to(Path device) throws LocalFileException {
    try {
      return new StreamOutput(
          Files.newByteChannel(device, StandardOpenOption.WRITE), device.toString(), true);
    } catch (IOException e) {
      throw LocalFileException.of(device, e);
    }
  }

  @Override
  public Beginning beginning() {
    return Beginning.EMPTY;
  }

  @Override
  public BlockSet held() {
    return BlockSet.empty();
  }

  @Override
  public void write(long offset, ByteBuffer verified) throws LocalFileException {
    try {
      while (verified.hasRemaining()) {
        channel.write(verified);
      }
    } catch (IOException e) {
      throw LocalFileException.of(place, e);
    }
  }

  @Override
  public void finish() {
    // What was written is there.
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public void close() throws LocalFileException {
    if (!owned) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw LocalFileException.of(place, e);
    }
  }
}
