package org.p2pd.transport.fetch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.transport.fetch.FakeHost.Manners;
import org.p2pd.transport.fetch.disk.HostFile;
import org.p2pd.transport.schedule.host.RememberedHost;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.trace.TraceContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What readers get of the engine, and what it fetches for them. */
class ITFetchEngine extends EngineOnRealHosts {
  private static final int DISK_THREADS = 4;

  @Test
  void close_afterReading_whatIsKnownOfTheHostsIsKept() {
    FakeHost origin = host(FakeHost.origin(film));
    HostFile file = new HostFile(directory, Clock.systemUTC());
    engine.remember(file);
    readAll();

    engine.close();

    assertThat(file.load())
        .filteredOn(RememberedHost::proven)
        .extracting(RememberedHost::server)
        .containsExactly(origin.source().server());
  }

  @Test
  void read_threeHonestHosts_bytesAreRightAndAllContribute() {
    host(FakeHost.origin(film));
    FakeHost one = host(FakeHost.peer(film, Manners.HONEST));
    FakeHost two = host(FakeHost.peer(film, Manners.HONEST));

    assertThat(readAll()).isEqualTo(film);

    assertThat(one.bytes.get()).isPositive();
    assertThat(two.bytes.get()).isPositive();
    assertThat(traffic.snapshot().received().total()).isEqualTo(film.length);
    assertThat(accused).isEmpty();
  }

  @Test
  void read_forARequest_tellsTheProvidersHostsWhose_andNobodyElse() {
    TraceContext request =
        new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false);
    FakeHost origin = host(FakeHost.origin(film));
    FakeHost peer = host(FakeHost.peer(film, Manners.HONEST));
    Flux<Piece> bytes = engine
        .bytes(target, new ByteRange(0, film.length - 1))
        .contextWrite(context -> context.put(TraceContext.class, request));

    assertThat(collected(bytes)).isEqualTo(film);

    assertThat(origin.traces).containsExactly(request.toField());
    assertThat(peer.traces).containsExactly("none");
  }

  @Test
  void observer_hearsOfEveryBlockOnce_andOfTheEndOfEveryRequest() {
    Heard heard = new Heard();
    engine.observe(heard);
    host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.LIES));
    host(FakeHost.peer(film, Manners.HONEST));

    assertThat(readAll()).isEqualTo(film);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(heard.ended).containsExactlyInAnyOrderElementsOf(heard.requested));
    assertThat(heard.arrived).hasSize(41).doesNotHaveDuplicates();
    heard.readFromDisk.clear();

    assertThat(readAll()).isEqualTo(film);
    assertThat(heard.readFromDisk).hasSize(41);
    assertThat(heard.arrived).hasSize(41);
  }

  private static final class Heard implements FetchObserver {
    final List<String> requested = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final List<Integer> arrived = new CopyOnWriteArrayList<>();
    final List<Integer> readFromDisk = new CopyOnWriteArrayList<>();

    @Override
    public void requested(Manifest content, int first, int last) {
      requested.add(first + "-" + last);
    }

    @Override
    public void arrived(Manifest content, int block, HostRole role) {
      arrived.add(block);
    }

    @Override
    public void ended(Manifest content, int first, int last) {
      ended.add(first + "-" + last);
    }

    @Override
    public void readFromDisk(Manifest content, int block) {
      readFromDisk.add(block);
    }
  }

  @Test
  void read_plainMirrorOnly_isReadByRanges() {
    FakeHost mirror = FakeHost.origin(film);
    hosts.add(mirror);
    found.add(new Source(
        mirror.source().url() + "/elsewhere/film.mp4",
        null,
        HostRole.MIRROR,
        false,
        true,
        false,
        BlockSet.everything()));

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void downloadedBytes_partialHolders_bytesAreRightAndInOrder() {
    FakeHost first = new FakeHost(film, HostRole.AGENT, false, Manners.HONEST);
    FakeHost second = new FakeHost(film, HostRole.AGENT, false, Manners.HONEST);
    hosts.addAll(List.of(first, second));
    found.add(first.source(BlockSet.range(20, 40)));
    found.add(second.source(BlockSet.range(0, 19)));

    assertThat(collected(engine.downloadedBytes(target, new ByteRange(0, film.length - 1))))
        .isEqualTo(film);

    assertThat(traffic.snapshot().received().total()).isEqualTo(film.length);
    assertThat(engine.regret()).isZero();
  }

  @Test
  void read_partialHolders_eachIsAskedOnlyForWhatItHas() {
    FakeHost first = new FakeHost(film, HostRole.AGENT, false, Manners.HONEST);
    FakeHost second = new FakeHost(film, HostRole.AGENT, false, Manners.HONEST);
    hosts.addAll(List.of(first, second));
    found.add(first.source(BlockSet.range(0, 19)));
    found.add(second.source(BlockSet.range(20, 40)));

    assertThat(readAll()).isEqualTo(film);

    assertThat(first.bytes.get()).isEqualTo(20L * BLOCK);
    assertThat(second.bytes.get()).isEqualTo(film.length - 20L * BLOCK);
  }

  @Test
  void read_rangeInTheMiddle_fetchesOnlyTheBlocksItTouches() {
    FakeHost origin = host(FakeHost.origin(film));
    ByteRange range = new ByteRange(10L * BLOCK + 5, 12L * BLOCK + 7);

    assertThat(bytes(range)).isEqualTo(Arrays.copyOfRange(film, 10 * BLOCK + 5, 12 * BLOCK + 8));

    assertThat(store.held(target.manifest().contentId())).isEqualTo(BlockSet.range(10, 12));
    assertThat(origin.bytes.get()).isEqualTo(3L * BLOCK);
  }

  @Test
  void read_manyReadersAtOnce_eachBlockIsFetchedOnce() {
    FakeHost origin = host(FakeHost.origin(film));

    List<byte[]> all = Flux.range(0, 50)
        .flatMap(
            reader -> Mono.fromCallable(this::readAll)
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()),
            50)
        .collectList()
        .block(LONG);

    assertThat(all).hasSize(50).allSatisfy(each -> assertThat(each).isEqualTo(film));
    assertThat(origin.bytes.get()).isEqualTo(film.length);
  }

  @Test
  void read_secondTime_nothingIsFetched() {
    FakeHost origin = host(FakeHost.origin(film));
    readAll();
    int requests = origin.requests.get();

    assertThat(readAll()).isEqualTo(film);

    assertThat(origin.requests.get()).isEqualTo(requests);
  }

  @Test
  void read_diskIsBusy_allButTheLastBlockComeAllTheSame() throws InterruptedException {
    FakeHost origin = host(FakeHost.origin(film));
    origin.behave(Manners.DRIPS);
    CountDownLatch diskIsBusy = new CountDownLatch(1);
    BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    Flux<Piece> threeBlocks = engine.bytes(target, new ByteRange(0, 3L * BLOCK - 1));

    CountDownLatch ended = new CountDownLatch(1);
    threeBlocks.doFinally(end -> ended.countDown()).subscribe(piece -> {
      arrived.add((int) piece.length());
      piece.release();
    });
    await().atMost(LONG).until(() -> origin.requests.get() > 0);
    occupyDisk(diskIsBusy);
    origin.behave(Manners.HONEST);

    assertThat(arrived.poll(LONG.toSeconds(), SECONDS)).isEqualTo(BLOCK);
    assertThat(arrived.poll(LONG.toSeconds(), SECONDS)).isEqualTo(BLOCK);
    assertThat(arrived).isEmpty();
    assertThat(store.held(target.manifest().contentId()).isEmpty()).isTrue();
    diskIsBusy.countDown();
    assertThat(ended.await(LONG.toSeconds(), SECONDS)).isTrue();
    assertThat(arrived).containsExactly(BLOCK);
    assertThat(store.held(target.manifest().contentId())).isEqualTo(BlockSet.range(0, 2));
  }

  /** Keeps every thread of the engine's disk until {@code over}. */
  private void occupyDisk(CountDownLatch over) {
    AtomicInteger busy = new AtomicInteger();
    for (int i = 0; i < DISK_THREADS; i++) {
      engine.disk().schedule(() -> {
        busy.incrementAndGet();
        awaitQuietly(over);
      });
    }
    await().atMost(LONG).until(() -> busy.get() == DISK_THREADS);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(LONG.toSeconds(), SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void read_storeHasNoRoom_passesThrough(@TempDir Path tiny) throws IOException {
    engine.close();
    store.close();
    store = BlockStore.open(new StoreSettings(tiny, StoreSettings.SIZE_BYTES_MIN));
    engine = engine(Duration.ofSeconds(30));
    host(FakeHost.origin(film));

    assertThat(readAll()).isEqualTo(film);

    try (var files = Files.walk(tiny)) {
      assertThat(files
              .filter(Files::isRegularFile)
              .mapToLong(file -> file.toFile().length())
              .sum())
          .isLessThanOrEqualTo(StoreSettings.SIZE_BYTES_MIN);
    }
  }
}
