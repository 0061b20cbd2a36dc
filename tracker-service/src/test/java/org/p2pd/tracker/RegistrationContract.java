package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.tracker.TrackerUnderTest.Answer;

/** Who may register as what, and how long it stays: hosts, tokens, leases. A part of {@link TrackerContract}. */
@NullUnmarked
interface RegistrationContract {
  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void liveHostId_registersAgainOnlyWithItsToken() {
    Registration said = tracker().registration(HostRole.AGENT, 0, null);
    Registered first = tracker().register(said, null);

    Answer stranger = tracker().send("POST", "/v1/hosts", said, null).is(409);
    assertThat(stranger.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(stranger.body()).contains(said.hostId().hex());
    tracker()
        .send(
            "POST",
            "/v1/hosts",
            said,
            tracker().register(HostRole.AGENT, 0, null).token())
        .is(409);
    Registered second = tracker().register(said, first.token());

    tracker().announce(second).is(200);
    assertThat(tracker().announce(first).is(401).body()).contains("earlier registration");
  }

  @Test
  default void operatorsHost_keepsStandingWithItsOwnToken() {
    Registration said = tracker().registration(HostRole.ORIGIN, 7080, null);
    Registered first = tracker().register(said, PUBLISH_TOKEN);

    assertThat(tracker().register(said, first.token()).operator()).isTrue();
    assertThat(tracker().register(said, PUBLISH_TOKEN).operator()).isTrue();
  }

  @Test
  default void strangerClaimsStanding_isRefused() {
    Registration origin = tracker().registration(HostRole.ORIGIN, 7080, null);
    Registration url = new Registration(
        origin.hostId(), HostRole.CACHE, 7090, null, "http://victim.example", null, null, false);

    assertThat(tracker().send("POST", "/v1/hosts", origin, null).is(403).body()).contains("origin");
    assertThat(tracker().send("POST", "/v1/hosts", url, null).is(403).body())
        .contains("victim.example");
    tracker().send("POST", "/v1/hosts", origin, "not a token").is(401);
    assertThat(tracker().register(HostRole.CACHE, 7090, null).operator()).isFalse();
    assertThat(tracker().register(HostRole.CACHE, 7090, PUBLISH_TOKEN).operator())
        .isTrue();
    assertThat(tracker().register(HostRole.AGENT, 0, PUBLISH_TOKEN).operator()).isFalse();
  }

  @Test
  default void callsWithoutOrWithForeignToken_areRefused() {
    Registered one = tracker().register(HostRole.AGENT, 0, null);
    Registered other = tracker().register(HostRole.AGENT, 0, null);
    ContentId film = tracker().content(1);
    Publication publication = TrackerUnderTest.publication("http://a.example/f", film, 1, 1, true);

    tracker()
        .send("POST", "/v1/announce", "{\"hostId\":\"" + one.hostId() + "\"}", null)
        .is(401);
    tracker()
        .send("POST", "/v1/announce", "{\"hostId\":\"" + one.hostId() + "\"}", other.token())
        .is(403);
    tracker().send("DELETE", "/v1/hosts/" + one.hostId(), null, other.token()).is(403);
    tracker().send("PUT", "/v1/publications", publication, null).is(401);
    tracker().send("PUT", "/v1/publications", publication, one.token()).is(403);
    tracker()
        .send("PUT", "/v1/publications", publication, tracker().origin().token())
        .is(200);
    tracker()
        .send("PUT", "/v1/contents/" + film, tracker().manifest(1), one.token())
        .is(403);
  }

  @Test
  default void privilegedPortOfAgent_isRefused() {
    Registration low = tracker().registration(HostRole.AGENT, 80, null);
    assertThat(tracker().send("POST", "/v1/hosts", low, null).is(400).body()).contains("port: 80");
  }

  @Test
  default void unknownFields_areIgnored() {
    tracker()
        .send(
            "POST",
            "/v1/hosts",
            "{\"hostId\":\"" + tracker().registration(HostRole.AGENT, 0, null).hostId()
                + "\",\"role\":\"agent\",\"port\":0,\"colour\":\"blue\"}",
            null)
        .is(201);
  }

  @Test
  default void hostLeaves_vanishesAtOnce() {
    ContentId film = tracker().content(4);
    Registered origin = tracker().origin();
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    tracker().holds(origin, film, "*");
    assertThat(tracker().handout(viewer, film, "*")).hasSize(1);

    tracker()
        .send("DELETE", "/v1/hosts/" + origin.hostId(), null, origin.token())
        .is(204);

    assertThat(tracker().handout(viewer, film, "*")).isEmpty();
    assertThat(tracker().announce(origin).is(404).body()).contains("register again");
    assertThat(tracker()
            .send("PUT", "/v1/hosts/" + origin.hostId() + "/lease", "{}", origin.token())
            .is(404)
            .body())
        .contains(origin.hostId().hex());
  }

  @Test
  default void lease_isRenewedWithoutContents() {
    Registered host = tracker().register(HostRole.AGENT, 0, null);

    AnnounceReply reply = tracker()
        .send("PUT", "/v1/hosts/" + host.hostId() + "/lease", "{}", host.token())
        .is(200)
        .as(AnnounceReply.class);

    assertThat(reply.leaseSeconds()).isEqualTo(30);
    assertThat(reply.announceSeconds()).isEqualTo(2);
    assertThat(reply.contents()).isEmpty();
  }

  @Test
  default void registrationWithoutARole_is400ThatSaysSo() {
    String body = "{\"hostId\":\"" + "0a".repeat(16) + "\",\"port\":2000}";

    assertThat(tracker().send("POST", "/v1/hosts", body, null).is(400).body()).contains("role");
  }

  @Test
  default void leaseWithAnotherHostsId_is403() {
    Registered one = tracker().register(HostRole.AGENT, 0, null);
    String body = "{\"hostId\":\"" + "0b".repeat(16) + "\"}";

    tracker()
        .send("PUT", "/v1/hosts/" + one.hostId() + "/lease", body, one.token())
        .is(403);
  }
}
