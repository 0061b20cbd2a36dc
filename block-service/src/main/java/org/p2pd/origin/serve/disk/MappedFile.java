package org.p2pd.origin.serve.disk;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ByteRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the address space of the process, in windows that are mapped when they are wanted first. The bytes stay the
 * kernel's: a mapping takes no memory but that of its page tables, 2 KiB for each MiB that was sent.
 */
final class MappedFile {
  private static final Logger LOG = LoggerFactory.getLogger(MappedFile.class);

  /** Distance from one window to the next. */
  private static final long WINDOW_BYTES = 1 << 30;

  /** The longest part; windows overlap by as much, so that each part lies in one. */
  static final int PART_BYTES_MAX = 1 << 20;

  private final FileChannel channel;
  private final long fileBytes;
  private final Semaphore windowsLeft;
  private final Map<Long, MappedByteBuffer> windows = new ConcurrentHashMap<>();
  private volatile boolean refused;

  /**
   * Maps nothing yet; nothing ever on Windows, where nobody could replace or cut a file that is mapped.
   *
   * @param fileBytes the length of the file; where it was cut since, nothing is mapped
   * @param windowsLeft how many more windows this process may have, of all files together
   */
  MappedFile(FileChannel channel, long fileBytes, Semaphore windowsLeft) {
    this.channel = channel;
    this.fileBytes = fileBytes;
    this.windowsLeft = windowsLeft;
    this.refused =
        PlatformDependent.isWindows() || !PlatformDependent.canReliabilyFreeDirectBuffers();
  }

  /**
   * The bytes of {@code range}, until {@link #close}; null where they cannot be mapped. For system calls only: these fail
   * where the file was cut meanwhile, while a read by the process itself would be a fault of its own.
   */
  @Nullable
  ByteBuffer part(ByteRange range) {
    if (refused || range.length() > PART_BYTES_MAX) {
      return null;
    }
    long number = range.first() / WINDOW_BYTES;
    MappedByteBuffer window = windows.computeIfAbsent(number, this::map);
    return window == null
        ? null
        : window.slice((int) (range.first() - number * WINDOW_BYTES), (int) range.length());
  }

  private @Nullable MappedByteBuffer map(long number) {
    if (!windowsLeft.tryAcquire()) {
      return null;
    }
    long first = number * WINDOW_BYTES;
    try {
      long length = Math.min(WINDOW_BYTES + PART_BYTES_MAX, fileBytes - first);
      return channel.map(FileChannel.MapMode.READ_ONLY, first, length);
    } catch (IOException e) {
      LOG.debug("{} cannot be mapped; it is sent by sendfile", channel, e);
      refused = true;
      windowsLeft.release();
      return null;
    }
  }

  /** Lets go of all of it; nobody holds a part. */
  void close() {
    windows.values().forEach(PlatformDependent::freeDirectBuffer);
    windowsLeft.release(windows.size());
    windows.clear();
  }
}
