package org.p2pd.transport.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.Swarm;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An engine, its store, and hosts on real HTTP: the ground of its tests. */
abstract class EngineOnRealHosts {
  static final int BLOCK = 64 << 10;
  static final Duration LONG = Duration.ofSeconds(60);

  /** Less than the film: some blocks are read from memory, others from disk. */
  static final long RECENT_BYTES_MAX = 1 << 20;

  final byte[] film = TestBytes.random(40 * BLOCK + 123, 7);
  final FetchTarget target = FetchTarget.unnamed(manifest(film));
  final List<FakeHost> hosts = new ArrayList<>();
  final List<Source> found = new CopyOnWriteArrayList<>();
  final List<Source> accused = new CopyOnWriteArrayList<>();
  final TrafficCounters traffic = new TrafficCounters();

  @TempDir
  Path directory;

  BlockStore store;
  FetchEngine engine;

  @BeforeEach
  void open() throws IOException {
    store = BlockStore.open(new StoreSettings(directory, 64 << 20));
    engine = engine(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    hosts.forEach(FakeHost::close);
    store.close();
  }

  FetchEngine engine(Duration patience) {
    Dialer dialer = new Dialer(new DialPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    return new FetchEngine(
        dialer.hosts(),
        store,
        new FixedSwarm(),
        traffic,
        patience,
        Limits.DEFAULT,
        RECENT_BYTES_MAX,
        new Random(1));
  }

  FakeHost host(FakeHost host) {
    hosts.add(host);
    found.add(host.source());
    return host;
  }

  byte[] readAll() {
    return bytes(new ByteRange(0, film.length - 1));
  }

  byte[] bytes(ByteRange range) {
    return collected(engine.bytes(target, range));
  }

  static byte[] collected(Flux<Piece> pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.doOnNext(piece -> append(out, piece)).blockLast(LONG);
    return out.toByteArray();
  }

  private static void append(ByteArrayOutputStream out, Piece piece) {
    try {
      if (piece instanceof Piece.FilePiece file) {
        byte[] all = Files.readAllBytes(file.file());
        out.write(all, (int) file.position(), (int) file.length());
      } else if (piece instanceof Piece.MemoryPiece memory) {
        memory
            .bytes()
            .getBytes(memory.bytes().readerIndex(), out, memory.bytes().readableBytes());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      piece.release();
    }
  }

  private static Manifest manifest(byte[] content) {
    BlockLayout layout = new BlockLayout(content.length, BLOCK);
    byte[] digests = new byte[layout.blockCount() * Digest.BYTES];
    for (int i = 0; i < layout.blockCount(); i++) {
      byte[] block = Arrays.copyOfRange(content, i * BLOCK, i * BLOCK + layout.lengthOf(i));
      System.arraycopy(Digest.of(block).toRaw(), 0, digests, i * Digest.BYTES, Digest.BYTES);
    }
    return new Manifest(layout, digests, Digest.of(content), "video/mp4");
  }

  private final class FixedSwarm implements Swarm {
    @Override
    public Mono<List<Source>> find(FetchTarget target, BlockSet want) {
      return Mono.just(List.copyOf(found));
    }

    @Override
    public void complain(Source source, FetchTarget target, int block) {
      accused.add(source);
    }
  }
}
