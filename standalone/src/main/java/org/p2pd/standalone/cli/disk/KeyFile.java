package org.p2pd.standalone.cli.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A new file that only its owner may read. */
public final class KeyFile {
  private KeyFile() {}

  /**
   * Writes {@code secret} and a line feed.
   *
   * @throws IOException where there is a file already: a key is never overwritten
   */
  public static void write(Path file, String secret) throws IOException {
    try (ByteChannel channel =
        Files.newByteChannel(file, Set.of(CREATE_NEW, WRITE), ownersOnly())) {
      Channels.newOutputStream(channel).write((secret + "\n").getBytes(US_ASCII));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " exists already, and a key is never overwritten", e);
    }
  }

  private static FileAttribute<?>[] ownersOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
