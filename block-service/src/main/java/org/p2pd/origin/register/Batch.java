package org.p2pd.origin.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.tracker.catalogue.Statement;

/**
 * What is told in one call: as many files as a {@link Statement} holds, or one entry that has no file any more.
 *
 * @param entries what this tells of
 * @param files the files of the entries, in the same order; empty where an entry has none
 */
record Batch<E>(List<E> entries, List<PublishedFile> files) {
  /** Half of what is allowed: estimates may be wrong. */
  private static final long BYTES_MAX = Statement.JSON_BYTES_MAX / 2;

  private static final int BYTES_PER_ENTRY = 512;
  private static final int BYTES_PER_PUBLICATION = 1_024;

  /** Cuts {@code entries} into batches; those for which {@code fileOf} knows no file stand alone. */
  static <E> List<Batch<E>> of(List<E> entries, Function<E, Optional<PublishedFile>> fileOf) {
    List<Batch<E>> batches = new ArrayList<>();
    Batch<E> current = new Batch<>(new ArrayList<>(), new ArrayList<>());
    for (E entry : entries) {
      Optional<PublishedFile> file = fileOf.apply(entry);
      if (file.isEmpty()) {
        batches.add(new Batch<>(List.of(entry), List.of()));
        continue;
      }
      if (!current.hasRoomFor(file.get())) {
        batches.add(current);
        current = new Batch<>(new ArrayList<>(), new ArrayList<>());
      }
      current.entries.add(entry);
      current.files.add(file.get());
    }
    if (!current.entries.isEmpty()) {
      batches.add(current);
    }
    return batches;
  }

  private boolean hasRoomFor(PublishedFile file) {
    int names = files.stream().mapToInt(each -> each.publications().size()).sum();
    return files.isEmpty()
        || (files.size() < Statement.ENTRIES_MAX
            && names + file.publications().size() <= Statement.ENTRIES_MAX
            && bytes() + bytes(file) <= BYTES_MAX);
  }

  private long bytes() {
    return files.stream().mapToLong(Batch::bytes).sum();
  }

  private static long bytes(PublishedFile file) {
    // Base64 makes four characters of three bytes.
    long digests = file.manifest().blockCount() * 32L * 4 / 3;
    return digests
        + BYTES_PER_ENTRY
        + (long) BYTES_PER_PUBLICATION * file.publications().size();
  }

  Statement statement() {
    List<Manifest> manifests =
        files.stream().map(PublishedFile::manifest).distinct().toList();
    return new Statement(
        manifests, files.stream().flatMap(file -> file.publications().stream()).toList());
  }
}
