package org.p2pd.origin.serve.disk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.serve.Piece;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class OpenFilesTest {
  private static final int LENGTH = BlockLayout.BLOCK_SIZE_MIN;
  private static final Path MKFIFO = Path.of("/usr/bin/mkfifo");

  private final Scheduler disk = Schedulers.newSingle("p2pd-disk");
  private final OpenFiles files = new OpenFiles(disk, LENGTH);

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    files.close();
    disk.dispose();
  }

  /** A pipe, which can be opened only once somebody writes into it, stands for a file on a slow disk. */
  @Test
  void read_clientGoesAwayWhileTheFileIsOpened_isClosedOnceItIsLetGoOf() throws Exception {
    PublishedFile pipe = pipe();
    Thread thread =
        CompletableFuture.supplyAsync(Thread::currentThread, disk::schedule).join();
    Disposable client = files.read(pipe, new ByteRange(0, LENGTH - 1)).subscribe(Piece::release);
    await().until(() -> isOpening(thread));

    client.dispose();
    try (FileChannel writer = FileChannel.open(pipe.file(), StandardOpenOption.WRITE)) {
      awaitDisk();
      files.close();

      assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(new byte[1])))
          .as("nobody has the pipe open any more")
          .isInstanceOf(IOException.class);
    }
  }

  private PublishedFile pipe() throws Exception {
    assumeThat(MKFIFO).isExecutable();
    Path file = directory.resolve("film.mp4");
    new ProcessBuilder(MKFIFO.toString(), file.toString()).start().waitFor();
    Manifest manifest = new Manifest(
        new BlockLayout(LENGTH, LENGTH), Digest.of(new byte[LENGTH]).toRaw(), null, null);
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    return new PublishedFile("/film.mp4", file, stamp, manifest, List.of());
  }

  private static boolean isOpening(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(FileChannel.class.getName()));
  }

  private void awaitDisk() throws InterruptedException {
    CountDownLatch idle = new CountDownLatch(1);
    disk.schedule(idle::countDown);
    idle.await();
  }
}
