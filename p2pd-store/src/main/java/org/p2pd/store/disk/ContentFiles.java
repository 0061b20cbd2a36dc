package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;

/** The folder {@code contents} of one store directory: manifests, notes and pins. */
final class ContentFiles {
  private static final String MANIFEST_SUFFIX = ".manifest";
  private static final String NOTE_SUFFIX = ".note";
  private static final String PIN_SUFFIX = ".pinned";

  private final Path folder;
  private final AtomicFiles files;

  ContentFiles(Path folder, AtomicFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /** Every manifest that is what its name says; whatever else is found among them is deleted. */
  List<FoundManifest> findManifests() throws IOException {
    List<FoundManifest> found = new ArrayList<>();
    Sweep.removeOthers(folder, file -> {
      if (belongsToAManifest(file)) {
        return true;
      }
      FoundManifest manifest = readManifest(file);
      return manifest != null && found.add(manifest);
    });
    return found;
  }

  /** Whether {@code file} is the note or the pin of a content whose manifest is there. */
  private boolean belongsToAManifest(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    boolean note = name.endsWith(NOTE_SUFFIX) && Files.size(file) <= StoreDisks.NOTE_BYTES_MAX;
    boolean pin = name.endsWith(PIN_SUFFIX) && Files.size(file) == 0;
    String id = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return (note || pin) && Files.isRegularFile(folder.resolve(id + MANIFEST_SUFFIX));
  }

  private @Nullable FoundManifest readManifest(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > ManifestFile.BYTES_MAX) {
      return null;
    }
    try {
      Manifest manifest = ManifestFile.read(Files.readAllBytes(file));
      ContentId id = manifest.contentId();
      return file.equals(fileOf(id, MANIFEST_SUFFIX))
          ? new FoundManifest(manifest, bytes + noteBytes(id), isPinned(id))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  boolean hasManifest(ContentId id) {
    return Files.isRegularFile(fileOf(id, MANIFEST_SUFFIX));
  }

  void writeManifest(ContentId id, byte[] bytes) throws IOException {
    files.write(fileOf(id, MANIFEST_SUFFIX), ByteBuffer.wrap(bytes));
  }

  long noteBytes(ContentId id) throws IOException {
    Path file = fileOf(id, NOTE_SUFFIX);
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  byte[] readNote(ContentId id) throws IOException {
    return noteBytes(id) == 0 ? new byte[0] : Files.readAllBytes(fileOf(id, NOTE_SUFFIX));
  }

  void writeNote(ContentId id, byte[] bytes) throws IOException {
    files.write(fileOf(id, NOTE_SUFFIX), ByteBuffer.wrap(bytes));
  }

  private boolean isPinned(ContentId id) {
    return Files.exists(fileOf(id, PIN_SUFFIX));
  }

  void pin(ContentId id, boolean pinned) throws IOException {
    Path file = fileOf(id, PIN_SUFFIX);
    if (!pinned) {
      Files.deleteIfExists(file);
    } else if (!Files.exists(file)) {
      Files.createFile(file);
    }
  }

  /** Deletes a content's manifest, note and pin; returns how many bytes they had. */
  long delete(ContentId id) throws IOException {
    pin(id, false);
    return delete(fileOf(id, NOTE_SUFFIX)) + delete(fileOf(id, MANIFEST_SUFFIX));
  }

  private static long delete(Path file) throws IOException {
    try {
      long bytes = Files.size(file);
      Files.delete(file);
      return bytes;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private Path fileOf(ContentId id, String suffix) {
    return folder.resolve(id.hex() + suffix);
  }
}
