package org.p2pd.transport.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.resolve.disk.PinFile;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** A tracker that anybody may have taken over, the provider's origin, and a node that remembers its keys. */
class ITPublisherTrust {
  private static final byte[] BYTES = TestBytes.random(1_000, 1);
  private static final Manifest MANIFEST = new Manifest(
      BlockLayout.ofLength(BYTES.length), Digest.of(BYTES).toRaw(), Digest.of(BYTES), "video/mp4");
  private static final PublisherKey OLD = PublisherKey.ofSeed(TestBytes.random(32, 1));
  private static final PublisherKey NEW = PublisherKey.ofSeed(TestBytes.random(32, 2));
  private static final PublisherKey STRANGER = PublisherKey.ofSeed(TestBytes.random(32, 3));

  @TempDir
  Path state;

  private final AtomicInteger discoveries = new AtomicInteger();
  private volatile @Nullable Publication bound;
  private volatile @Nullable Discovery discovery;
  private volatile @Nullable Publication saidByTheOrigin;
  private DisposableServer tracker;
  private DisposableServer origin;

  @BeforeEach
  void start() {
    tracker = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .get("/v1/publications", (request, response) -> json(response, bound))
            .get("/v1/contents/{id}", (request, response) -> json(response, MANIFEST)))
        .bindNow();
    origin = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .get(WirePaths.DISCOVERY, (request, response) -> {
              discoveries.incrementAndGet();
              return json(response, discovery);
            })
            .get("/film.mp4", (request, response) -> json(response, saidByTheOrigin)))
        .bindNow();
  }

  @AfterEach
  void stop() {
    tracker.disposeNow();
    origin.disposeNow();
  }

  @Test
  void firstUse_pins_acrossRestarts() throws Exception {
    bound = OLD.sign(publication(1));
    assertThat(resolve(node())).isEqualTo(bound);
    assertThat(Files.readString(state.resolve("publisher-keys")))
        .contains(authority() + " " + OLD.publicKeyBase64());

    bound = STRANGER.sign(publication(2));

    assertThatThrownBy(() -> resolve(node()))
        .isInstanceOf(UntrustedPublicationException.class)
        .hasMessageContaining("is signed by the key " + STRANGER.publicKeyBase64())
        .hasMessageContaining("expected: " + OLD.publicKeyBase64());
  }

  @Test
  void unsigned_onceASignatureWasSeen_isRefused() throws Exception {
    bound = OLD.sign(publication(1));
    resolve(node());

    bound = publication(2);

    assertThatThrownBy(() -> resolve(node())).hasMessageContaining("is not signed");
  }

  @Test
  void wrongSignature_isRefusedEvenAtFirstUse() {
    Publication signed = OLD.sign(publication(1));
    bound = publication(2)
        .signed(String.valueOf(signed.publisher()), String.valueOf(signed.signature()));

    assertThatThrownBy(() -> resolve(node())).hasMessageContaining("has a wrong signature");
    assertThat(state.resolve("publisher-keys")).doesNotExist();
  }

  @Test
  void newKey_vouchedForByTheOldOne_isPinned_andTheOldOneOnlyAsLongAsItIsNamed() throws Exception {
    bound = OLD.sign(publication(1));
    resolve(node());
    List<String> keys = List.of(NEW.publicKeyBase64(), OLD.publicKeyBase64());
    List<String> names = List.of(authority());
    discovery = new Discovery(
        List.of(), keys, names, List.of(NEW.endorse(names, keys), OLD.endorse(names, keys)));

    bound = NEW.sign(publication(2));

    assertThat(resolve(node())).isEqualTo(bound);
    assertThat(PinFile.in(state).of(authority())).isEqualTo(keys);
  }

  @Test
  void newKey_namedByTheOriginButVouchedForByNobodyKnown_isRefused() throws Exception {
    bound = OLD.sign(publication(1));
    resolve(node());
    List<String> keys = List.of(STRANGER.publicKeyBase64(), OLD.publicKeyBase64());
    List<String> names = List.of(authority());
    discovery = new Discovery(List.of(), keys, names, List.of(STRANGER.endorse(names, keys)));

    bound = STRANGER.sign(publication(2));

    assertThatThrownBy(() -> resolve(node())).isInstanceOf(UntrustedPublicationException.class);
    assertThat(PinFile.in(state).of(authority())).containsExactly(OLD.publicKeyBase64());
  }

  @Test
  void newKey_vouchedForUnderAnotherName_isRefused() throws Exception {
    bound = OLD.sign(publication(1));
    resolve(node());
    List<String> keys = List.of(NEW.publicKeyBase64(), OLD.publicKeyBase64());
    List<String> names = List.of("elsewhere.example");
    discovery = new Discovery(List.of(), keys, names, List.of(OLD.endorse(names, keys)));

    bound = NEW.sign(publication(2));

    assertThatThrownBy(() -> resolve(node())).isInstanceOf(UntrustedPublicationException.class);
  }

  @Test
  void refused_theOriginIsAskedOnceAMinute() throws Exception {
    bound = OLD.sign(publication(1));
    ContentResolver node = node();
    resolve(node);
    bound = STRANGER.sign(publication(2));
    ContentResolver other = node();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> resolve(other)).isInstanceOf(UntrustedPublicationException.class);
    }

    assertThat(discoveries).hasValue(1);
  }

  @Test
  void otherAuthority_hasItsOwnKey() throws Exception {
    KeyPins pins = PinFile.in(state);
    pins.pin("elsewhere.example", List.of(OLD.publicKeyBase64()));

    bound = NEW.sign(publication(1));

    assertThat(resolve(node())).isEqualTo(bound);
    assertThat(PinFile.in(state).of("elsewhere.example")).containsExactly(OLD.publicKeyBase64());
  }

  @Test
  void trackerGone_originSpeaksForAnotherProvider_isRefused() throws Exception {
    ContentResolver node = node();
    node.remember(MANIFEST);
    tracker.disposeNow();
    saidByTheOrigin = publication(new ContentName("another.example", "/film.mp4"), 1);

    assertThatThrownBy(() -> resolve(node))
        .isInstanceOf(UntrustedPublicationException.class)
        .hasMessageContaining("is one of http://another.example/film.mp4");
  }

  @Test
  void trackerGone_originSpeaksForItself_isBelieved() throws Exception {
    ContentResolver node = node();
    node.remember(MANIFEST);
    tracker.disposeNow();
    saidByTheOrigin = publication(1);

    assertThat(resolve(node)).isEqualTo(saidByTheOrigin);
  }

  /** As after a restart: nothing but the file is remembered. */
  private ContentResolver node() throws Exception {
    Dialer dialer = new Dialer(new DialPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    TrackerClient client =
        new TrackerClient(dialer, List.of(URI.create("http://127.0.0.1:" + tracker.port())));
    return new ContentResolver(client, dialer, PinFile.in(state), Clock.systemUTC());
  }

  private Publication resolve(ContentResolver node) {
    return node.resolve(new ContentName(authority(), "/film.mp4"))
        .blockOptional(Duration.ofSeconds(20))
        .orElseThrow()
        .publication();
  }

  private String authority() {
    return "127.0.0.1:" + origin.port();
  }

  private Publication publication(long version) {
    return publication(new ContentName(authority(), "/film.mp4"), version);
  }

  private static Publication publication(ContentName name, long version) {
    return new Publication(
        name,
        MANIFEST.contentId(),
        BYTES.length,
        MANIFEST.layout().blockSize(),
        Digest.of(BYTES),
        "video/mp4",
        1_000,
        version,
        Long.MAX_VALUE,
        true,
        List.of(),
        null,
        null);
  }

  private static Mono<Void> json(HttpServerResponse response, @Nullable Object body) {
    return body == null
        ? response.status(404).send()
        : response
            .header("Content-Type", "application/json")
            .sendString(Mono.just(WireFormat.json().writeValueAsString(body)))
            .then();
  }
}
