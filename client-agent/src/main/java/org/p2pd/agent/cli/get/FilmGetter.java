package org.p2pd.agent.cli.get;

import java.io.IOException;
import java.nio.file.Path;
import org.p2pd.agent.cli.disk.BlockIntake;
import org.p2pd.agent.cli.disk.FilmFile;
import org.p2pd.agent.cli.disk.FilmOutput;
import org.p2pd.agent.cli.disk.LocalFileException;
import org.p2pd.agent.cli.disk.StreamOutput;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.resolve.ResolvedContent;

/** Brings one film after the other to where it belongs, fetching what is missing there and nothing else. */
final class FilmGetter {
  private final FilmSource download;
  private final boolean overwrite;
  private final GetListener listener;

  FilmGetter(FilmSource download, boolean overwrite, GetListener listener) {
    this.download = download;
    this.overwrite = overwrite;
    this.listener = listener;
  }

  Outcome toStandardOutput(ContentName name) throws IOException {
    return complete(download.film(name), StreamOutput.standard(), System.nanoTime());
  }

  Outcome toFile(ContentName name, Path file) throws IOException {
    long began = System.nanoTime();
    ResolvedContent film = download.film(name);
    try (FilmOutput output = FilmFile.open(
        file,
        film.manifest(),
        overwrite,
        checked -> listener.checking(film.publication(), checked))) {
      return complete(film, output, began);
    }
  }

  private Outcome complete(ResolvedContent film, FilmOutput output, long beganNanos)
      throws IOException {
    BytesByRole before = download.received(film);
    Manifest manifest = film.manifest();
    BlockSet missing = BlockSet.first(manifest.blockCount()).minus(output.held());
    long fetched = 0;
    if (!missing.isEmpty()) {
      fetched = fetch(film, missing, output, before);
    }
    output.finish();
    return new Outcome(
        film.publication(),
        output.place(),
        output.beginning(),
        manifest.blockCount(),
        missing.size(),
        (System.nanoTime() - beganNanos) / 1e9,
        sources(film, film.publication().length(), fetched, before));
  }

  /** Fetches each run of missing blocks; returns how many bytes that were. */
  private long fetch(ResolvedContent film, BlockSet missing, FilmOutput output, BytesByRole before)
      throws IOException {
    Publication publication = film.publication();
    BlockIntake intake = new BlockIntake(film.manifest(), output);
    long kept = publication.length() - bytesOf(film.manifest(), missing);
    Runnable progress = () -> {
      long done = kept + intake.verified();
      listener.progress(publication, done, () -> sources(film, done, intake.verified(), before));
    };
    for (int first = missing.first(); first >= 0; ) {
      int gap = missing.nextGap(first);
      intake.startAt(first);
      download.fetch(film, first, gap - 1, intake, progress);
      first = missing.nextMember(gap);
    }
    requireAll(film, missing, intake);
    return intake.verified();
  }

  private static void requireAll(ResolvedContent film, BlockSet missing, BlockIntake intake)
      throws GetFailedException {
    long expected = bytesOf(film.manifest(), missing);
    if (intake.verified() != expected) {
      throw new GetFailedException(
          GetFailedException.NO_SOURCE,
          film.publication().url().url() + " ended after " + intake.verified()
              + " bytes (expected: " + expected + ")",
          null);
    }
  }

  private static long bytesOf(Manifest manifest, BlockSet blocks) {
    return blocks.stream().mapToLong(manifest.layout()::lengthOf).sum();
  }

  private BytesBySource sources(ResolvedContent film, long done, long fetched, BytesByRole before) {
    if (fetched == 0) {
      return BytesBySource.of(done, BytesByRole.NONE);
    }
    BytesByRole now = download.received(film);
    return BytesBySource.of(
        done,
        new BytesByRole(
            now.origin() - before.origin(),
            now.cache() - before.cache(),
            now.agent() - before.agent()));
  }

  /** What {@code error} means to who wanted the film. */
  static GetFailedException failure(Exception error) {
    Throwable cause = error;
    while (cause instanceof RuntimeException && cause.getCause() instanceof IOException checked) {
      cause = checked;
    }
    if (cause instanceof GetFailedException known) {
      return known;
    }
    int exitCode = cause instanceof LocalFileException
        ? GetFailedException.LOCAL_FILE
        : GetFailedException.NO_SOURCE;
    return new GetFailedException(exitCode, Reason.of(cause), error);
  }
}
