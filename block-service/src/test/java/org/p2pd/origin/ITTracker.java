package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.origin.TestOrigin.header;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.host.IdentityProof;
import org.p2pd.protocol.publication.KeyEndorsement;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.resolve.Discovery;
import org.p2pd.transport.wire.WireFormat;

class ITTracker {
  @TempDir
  Path media;

  @TempDir
  Path state;

  @TempDir
  Path keys;

  private FakeTracker tracker;
  private TestOrigin origin;

  @BeforeEach
  void start() throws IOException {
    tracker = new FakeTracker();
    Files.writeString(media.resolve("a film.mp4"), "film");
    origin = startOrigin("p2pd.zone=lab", "p2pd.publish.peers=false");
  }

  private TestOrigin startOrigin(String... more) {
    String[] settings = java.util.Arrays.copyOf(more, more.length + 3);
    settings[more.length] = "p2pd.tracker.url=" + tracker.url();
    settings[more.length + 1] = "p2pd.publish.token=operator";
    settings[more.length + 2] = "p2pd.publish.authority=films.example,films.test";
    return TestOrigin.start(media, state, settings);
  }

  @AfterEach
  void stop() {
    origin.close();
    tracker.close();
  }

  @Test
  void start_trackerUp_isToldOfEverything() {
    awaitBound("http://films.example/a%20film.mp4");
    Publication publication = awaitBound("http://films.test/a%20film.mp4");
    await().until(() -> tracker.isHeld(publication.contentId(), BlockSet.everything()));

    Registration registration = tracker.registrations.element();
    assertThat(registration.role()).isEqualTo(HostRole.ORIGIN);
    assertThat(registration.port()).isEqualTo(origin.port());
    assertThat(registration.zone()).isEqualTo("lab");
    assertThat(publication.peers()).isFalse();
    assertThat(publication.mediaType()).isEqualTo("video/mp4");
    assertThat(tracker.operatorTokens).containsExactly("Bearer operator");
    await().until(() -> origin.health("").contains("\"unheard\":0"));
    assertThat(origin.health("/tracker")).contains("UP");
  }

  @Test
  void identity_registered_provesTheToken() {
    awaitBound("http://films.example/a%20film.mp4");
    String nonce = "0123456789abcdef".repeat(2);

    IdentityProof proof = WireFormat.json()
        .readValue(origin.get("/.p2pd/identity?nonce=" + nonce).body(), IdentityProof.class);

    assertThat(proof.holds(FakeTracker.HOST_TOKEN, nonce)).isTrue();
  }

  @Test
  void change_isBoundWithAHigherVersionAndTheOldContentDropped() throws IOException {
    Publication first = awaitBound("http://films.example/a%20film.mp4");
    await().until(() -> tracker.held.containsKey(first.contentId()));

    Files.write(media.resolve("a film.mp4"), TestBytes.random(99, 1));

    await().until(() -> {
      Publication now = tracker.publications.get("http://films.example/a%20film.mp4");
      return now != null
          && !now.contentId().equals(first.contentId())
          && now.version() > first.version();
    });
    await().until(() -> tracker.isHeld(first.contentId(), BlockSet.empty()));
  }

  @Test
  void removal_isToldEvenWhenItHappenedWhileNobodyLooked() throws IOException {
    awaitBound("http://films.example/a%20film.mp4");
    origin.close();
    Files.delete(media.resolve("a film.mp4"));

    origin = startOrigin();

    await().until(tracker.publications::isEmpty);
  }

  @Test
  void restart_keepsTheVersion() {
    Publication before = awaitBound("http://films.example/a%20film.mp4");
    origin.close();
    tracker.forgetEverything();

    origin = startOrigin("p2pd.publish.peers=false");

    assertThat(awaitBound("http://films.example/a%20film.mp4")).isEqualTo(before);
  }

  @Test
  void trackerForgetsEverything_isToldAgain() {
    ContentId id = awaitBound("http://films.example/a%20film.mp4").contentId();
    await().until(() -> tracker.held.containsKey(id));

    tracker.forgetEverything();

    awaitBound("http://films.example/a%20film.mp4");
    await().until(() -> tracker.isHeld(id, BlockSet.everything()));
  }

  @Test
  void recall_fileIsWithdrawn_byThePublishersOwnThread() {
    ContentId id = awaitBound("http://films.example/a%20film.mp4").contentId();
    var threads = origin.withdrawals(file -> Thread.currentThread().getName());

    tracker.recall(id);

    origin.awaitStatus("/a%20film.mp4", 404);
    assertThat(threads).isNotEmpty().allMatch("origin-publisher"::equals);
  }

  @Test
  void trackerDownAtStart_servesAndPublishesOnceItComes() {
    origin.close();
    tracker.stop();
    tracker.forgetEverything();

    origin = startOrigin();

    origin.awaitBytes("/a%20film.mp4", "film".getBytes(UTF_8));
    await().until(() -> origin.health("/tracker").contains("DOWN"));
    assertThat(origin.health("/readiness")).contains("UP");

    tracker.startAgain();

    awaitBound("http://films.example/a%20film.mp4");
  }

  @Test
  void signingKey_signsPublications() throws IOException {
    origin.close();
    byte[] seed = TestBytes.random(32, 9);
    Path key = Files.writeString(keys.resolve("key"), Base64.getEncoder().encodeToString(seed));
    String publicKey = PublisherKey.ofSeed(seed).publicKeyBase64();
    tracker.forgetEverything();

    origin = startOrigin("p2pd.publish.signing-key=" + key);

    Publication publication = awaitBound("http://films.test/a%20film.mp4");
    assertThat(publication.hasValidSignature()).isTrue();
    assertThat(publication.publisher()).isEqualTo(publicKey);
    assertThat(origin.get("/.well-known/p2pd").body()).asString(UTF_8).contains(publicKey);
    assertThat(header(origin.get("/.well-known/p2pd"), "content-type"))
        .isEqualTo("application/json");
  }

  @Test
  void twoKeys_theFirstSigns_bothAreNamed_andVouchForEachOther() throws IOException {
    origin.close();
    Path newKey = Files.writeString(
        keys.resolve("new"), Base64.getEncoder().encodeToString(TestBytes.random(32, 1)));
    Path oldKey = Files.writeString(
        keys.resolve("old"), Base64.getEncoder().encodeToString(TestBytes.random(32, 2)));
    String newPublic = PublisherKey.ofSeed(TestBytes.random(32, 1)).publicKeyBase64();
    String oldPublic = PublisherKey.ofSeed(TestBytes.random(32, 2)).publicKeyBase64();
    tracker.forgetEverything();

    origin = startOrigin("p2pd.publish.signing-key=" + newKey + "," + oldKey);

    assertThat(awaitBound("http://films.test/a%20film.mp4").publisher()).isEqualTo(newPublic);
    assertThat(origin.get("/.p2pd/publisher-key").body())
        .asString(UTF_8)
        .isEqualTo(newPublic + "\n" + oldPublic + "\n");
    Discovery discovery =
        WireFormat.json().readValue(origin.get("/.well-known/p2pd").body(), Discovery.class);
    assertThat(discovery.publisherKeys()).containsExactly(newPublic, oldPublic);
    assertThat(discovery.endorsements())
        .hasSize(2)
        .allMatch(each -> each.isValid(discovery.authorities(), discovery.publisherKeys()))
        .extracting(KeyEndorsement::publisher)
        .containsExactly(newPublic, oldPublic);
  }

  @Test
  void withoutAKey_publisherKeyIsNotFound() {
    assertThat(origin.get("/.p2pd/publisher-key").statusCode()).isEqualTo(404);
  }

  private Publication awaitBound(String url) {
    return await().until(() -> tracker.publications.get(url), publication -> publication != null);
  }
}
