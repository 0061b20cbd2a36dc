package org.p2pd.store.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The operating system's lock that keeps a second process out of a directory; dies with its process. */
final class DirectoryLock implements AutoCloseable {
  static final String FILE_NAME = "store.lock";

  /** Far behind the process id in the file: on Windows a locked byte can't be read by others. */
  private static final long LOCKED_BYTE = 1L << 20;

  private final FileChannel channel;
  private final long bytes;

  private DirectoryLock(FileChannel channel, long bytes) {
    this.channel = channel;
    this.bytes = bytes;
  }

  static boolean existsIn(Path root) {
    return Files.exists(root.resolve(FILE_NAME));
  }

  static @Nullable DirectoryLock acquire(Path root) throws IOException {
    FileChannel channel = FileChannel.open(
        root.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        channel.close();
        return null;
      }
      return new DirectoryLock(channel, sign(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static long sign(FileChannel channel) throws IOException {
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
    return channel.size();
  }

  static String owner(Path root) {
    try {
      String pid = Files.readString(root.resolve(FILE_NAME), US_ASCII).strip();
      return pid.isEmpty() ? "unknown" : pid;
    } catch (IOException e) {
      return "unknown";
    }
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
