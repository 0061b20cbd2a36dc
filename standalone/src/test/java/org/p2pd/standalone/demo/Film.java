package org.p2pd.standalone.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2pd.testkit.bytes.TestBytes;

/** A published file of random bytes. */
record Film(String name, Path file, long length) {
  /** The block size of every film that is shorter than 2 GiB. */
  static final int BLOCK = 256 << 10;

  static Film in(Path directory, String name, long length) {
    Path file = TestBytes.randomFile(directory.resolve(name), length, name.hashCode());
    return new Film(name, file, length);
  }

  String path() {
    return "/" + name;
  }

  String sha256() {
    try (var in = Files.newInputStream(file)) {
      return Fetch.sha256(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes(long from, int count) {
    byte[] bytes = new byte[count];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      in.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
