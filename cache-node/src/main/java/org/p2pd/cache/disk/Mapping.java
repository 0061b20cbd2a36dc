package org.p2pd.cache.disk;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/** One block's file in memory until the last who holds it lets go; created held once. */
final class Mapping {
  private final ByteBuffer bytes;
  private final AtomicInteger holds = new AtomicInteger(1);

  private Mapping(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Maps the whole of {@code file}. Private, because Netty has no quick way for buffers that can't be written. */
  static Mapping of(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Mapping(channel.map(FileChannel.MapMode.PRIVATE, 0, channel.size()));
    }
  }

  int length() {
    return bytes.capacity();
  }

  /** Only while held. */
  ByteBuffer part(int from, int length) {
    return bytes.slice(from, length);
  }

  /** Keeps the mapping until {@link #release}; false where it is gone already. */
  boolean hold() {
    return holds.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      PlatformDependent.freeDirectBuffer(bytes);
    }
  }
}
