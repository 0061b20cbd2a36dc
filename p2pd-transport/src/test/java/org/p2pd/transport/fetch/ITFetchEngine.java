package org.p2pd.transport.fetch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.fetch.FakeHost.Manners;
import org.p2pd.transport.fetch.disk.HostFile;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.Swarm;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.schedule.RememberedHost;
import org.p2pd.transport.schedule.Source;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The engine against real HTTP hosts, good and bad. */
class ITFetchEngine {
  static final int BLOCK = 64 << 10;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int DISK_THREADS = 4;

  /** Less than the film: some blocks are read from memory, others from disk. */
  private static final long RECENT_BYTES_MAX = 1 << 20;

  private final byte[] film = TestBytes.random(40 * BLOCK + 123, 7);
  private final FetchTarget target = new FetchTarget(manifest(film), null);
  private final List<FakeHost> hosts = new ArrayList<>();
  private final List<Source> found = new CopyOnWriteArrayList<>();
  private final List<Source> accused = new CopyOnWriteArrayList<>();
  private final TrafficCounters traffic = new TrafficCounters();

  @TempDir
  Path directory;

  private BlockStore store;
  private FetchEngine engine;

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

  private FetchEngine engine(Duration patience) {
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

  private FakeHost host(FakeHost host) {
    hosts.add(host);
    found.add(host.source());
    return host;
  }

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
  void read_peerSendsWrongBytes_fileIsRightAndLiarIsAskedAtMostTwice() {
    host(FakeHost.origin(film));
    FakeHost liar = host(FakeHost.peer(film, Manners.LIES));

    assertThat(readAll()).isEqualTo(film);

    assertThat(liar.requests.get()).isBetween(1, 2);
    assertThat(accused).extracting(Source::url).containsOnly(liar.source().url());
    assertThat(store.held(target.manifest().contentId()).size()).isEqualTo(41);
  }

  @Test
  void read_peerTurnsLiarLater_fileIsRight() {
    host(FakeHost.origin(film));
    FakeHost peer = host(FakeHost.peer(film, Manners.HONEST));
    assertThat(bytes(new ByteRange(0, 10 * BLOCK))).isEqualTo(Arrays.copyOf(film, 10 * BLOCK + 1));
    peer.behave(Manners.LIES);

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_peerStalls_playsOnFromAnother() {
    host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.STALLS));

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_peerDripsARequestForEver_playsOnFromAnother() {
    host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.DRIPS));

    assertThat(readAll()).isEqualTo(film);
  }

  /** Neither a lie, which costs a host its place, nor a reason to wait. */
  @ParameterizedTest
  @EnumSource(
      value = Manners.class,
      names = {"HONEST", "LIES", "LIES_AND_DIES"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_peerMisbehaves_fileIsRightAndNobodyIsAccused(Manners manners) {
    host(FakeHost.origin(film));
    FakeHost bad = host(FakeHost.peer(film, manners));

    assertThat(readAll()).isEqualTo(film);

    assertThat(bad.requests.get()).isPositive();
    assertThat(accused).isEmpty();
  }

  /** The name leads nowhere: only its addresses are dialled. */
  @Test
  void read_nameWithTwoAddressesOneOfThemDead_comesFromTheOther() {
    FakeHost host = FakeHost.origin(film);
    hosts.add(host);
    Source named = new Source(
        "http://films.invalid:" + URI.create(host.source().url()).getPort(),
        null,
        HostRole.ORIGIN,
        true,
        false,
        false,
        BlockSet.everything());
    found.add(named.at("127.0.0.3"));
    found.add(named.at("127.0.0.1"));

    assertThat(readAll()).isEqualTo(film);
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
  void read_everyKindOfBadPeerAtOnce_fileIsRight() {
    host(FakeHost.origin(film));
    for (Manners manners : Manners.values()) {
      host(FakeHost.peer(film, manners));
    }

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_originDiesHalfWay_playsOnFromAPeerThatHasTheRest() {
    FakeHost origin = host(FakeHost.origin(film));
    assertThat(bytes(new ByteRange(0, 5 * BLOCK))).hasSize(5 * BLOCK + 1);
    origin.behave(Manners.DIES);
    host(FakeHost.peer(film, Manners.HONEST));

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_hostDiesInTheMiddleOfABlock_onlyTheRestIsAskedOfAnother() {
    FakeHost origin = host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.DIES));

    assertThat(readAll()).isEqualTo(film);

    assertThat(origin.rests.get()).isPositive();
    assertThat(accused).isEmpty();
    assertThat(origin.bytes.get()).isLessThan(film.length);
  }

  @Test
  void read_liarDiesAndAnotherSendsTheRest_onlyTheLiarIsAccused() {
    FakeHost origin = host(FakeHost.origin(film));
    FakeHost liar = host(FakeHost.peer(film, Manners.LIES_AND_DIES));

    assertThat(readAll()).isEqualTo(film);

    assertThat(origin.rests.get()).isPositive();
    assertThat(accused).extracting(Source::url).containsOnly(liar.source().url());
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
  void read_onlyALiar_failsAndStoresNothing() {
    engine.close();
    engine = engine(Duration.ofSeconds(2));
    FakeHost liar = host(FakeHost.peer(film, Manners.LIES));

    assertThatThrownBy(this::readAll)
        .isInstanceOf(NoSourceException.class)
        .hasMessageContaining("block 0");

    assertThat(store.held(target.manifest().contentId()).isEmpty()).isTrue();
    assertThat(liar.requests.get()).isLessThanOrEqualTo(2);
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

  private byte[] readAll() {
    return bytes(new ByteRange(0, film.length - 1));
  }

  private byte[] bytes(ByteRange range) {
    return collected(engine.bytes(target, range));
  }

  private static byte[] collected(Flux<Piece> pieces) {
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
