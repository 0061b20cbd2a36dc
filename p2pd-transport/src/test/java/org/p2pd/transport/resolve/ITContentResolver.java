package org.p2pd.transport.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WireFormat;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.node.ObjectNode;

/** How many calls a viewer waits for before the first block can be asked for. */
class ITContentResolver {
  private static final Manifest MANIFEST = manifest(1);
  private static final ContentName NAME = ContentName.parse("http://films.example.com/film.mp4");
  private static final HostEntry HOST = new HostEntry(
      new HostId("0f".repeat(16)),
      "http://127.0.0.1:7080",
      HostRole.ORIGIN,
      null,
      true,
      false,
      false,
      BlockSet.everything(),
      0);

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<HostEntry> named = new ArrayList<>();
  private volatile @Nullable Manifest sentAlong = MANIFEST;
  private volatile boolean knowsTokens = true;
  private DisposableServer tracker;
  private ContentResolver resolver;

  @BeforeEach
  void start() {
    tracker = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .get("/v1/publications", this::resolve)
            .get("/v1/contents/{id}", (request, response) -> {
              calls.add("manifest");
              return json(response, MANIFEST);
            }))
        .bindNow();
    URI url = URI.create("http://127.0.0.1:" + tracker.port());
    Dialer dialer = new Dialer(new DialPolicy(List.of()), null);
    TrackerClient client = new TrackerClient(dialer, List.of(url));
    resolver = new ContentResolver(client, dialer, KeyPins.inMemory(), Clock.systemUTC());
    resolver.namesHosts(() -> Optional.of("my-token"), (content, hosts) -> named.addAll(hosts));
  }

  @AfterEach
  void stop() {
    tracker.disposeNow();
  }

  @Test
  void newName_oneCall_bringsManifestAndHosts() {
    ResolvedContent film = resolved();

    assertThat(film.manifest().contentId()).isEqualTo(MANIFEST.contentId());
    assertThat(named).containsExactly(HOST);
    assertThat(calls).containsExactly("name with all as my-token");
  }

  @Test
  void trackerThatKnowsNoMore_isAskedForTheManifest() {
    sentAlong = null;

    assertThat(resolved().manifest().contentId()).isEqualTo(MANIFEST.contentId());
    assertThat(calls).containsExactly("name with all as my-token", "manifest");
  }

  @Test
  void manifestOfAnotherContent_isNotTaken() {
    sentAlong = manifest(2);

    assertThat(resolved().manifest().contentId()).isEqualTo(MANIFEST.contentId());
    assertThat(calls).containsExactly("name with all as my-token", "manifest");
  }

  @Test
  void tokenNoLongerHolds_isAskedInNobodysName() {
    knowsTokens = false;

    assertThat(resolved().manifest().contentId()).isEqualTo(MANIFEST.contentId());
    assertThat(calls).containsExactly("name with all as my-token", "name with all as nobody");
  }

  @Test
  void nameKnownFromBefore_isConfirmedWithoutItsManifest() {
    resolver.remember(MANIFEST);
    resolver.restore(NAME, publication(), 0);

    assertThat(resolved().manifest().contentId()).isEqualTo(MANIFEST.contentId());
    assertThat(calls).containsExactly("name");
  }

  private ResolvedContent resolved() {
    return resolver.resolve(NAME).blockOptional(Duration.ofSeconds(60)).orElseThrow();
  }

  private Publisher<Void> resolve(HttpServerRequest request, HttpServerResponse response) {
    String token = request.requestHeaders().get("Authorization");
    boolean withAll = request.uri().contains("with=manifest,hosts");
    calls.add(
        !withAll ? "name" : "name with all as " + (token == null ? "nobody" : token.substring(7)));
    return token != null && !knowsTokens
        ? response.status(401).send()
        : json(response, withAll ? answer() : publication());
  }

  private ObjectNode answer() {
    ObjectNode answer = WireFormat.json().valueToTree(publication());
    answer.set("hosts", WireFormat.json().valueToTree(List.of(HOST)));
    if (sentAlong != null) {
      answer.set("manifest", WireFormat.json().valueToTree(sentAlong));
    }
    return answer;
  }

  private static Publisher<Void> json(HttpServerResponse response, Object value) {
    return response
        .header("Content-Type", "application/json")
        .sendByteArray(Mono.just(WireFormat.json().writeValueAsBytes(value)));
  }

  private static Manifest manifest(int seed) {
    byte[] bytes = TestBytes.random(1_000, seed);
    return new Manifest(
        BlockLayout.ofLength(bytes.length),
        Digest.of(bytes).toRaw(),
        Digest.of(bytes),
        "video/mp4");
  }

  private static Publication publication() {
    return new Publication(
        NAME,
        MANIFEST.contentId(),
        MANIFEST.layout().length(),
        MANIFEST.layout().blockSize(),
        Digest.ofRaw(new byte[Digest.BYTES]),
        "video/mp4",
        1,
        1,
        Long.MAX_VALUE,
        true,
        List.of(),
        null,
        null);
  }
}
