package org.p2pd.transport.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.schedule.source.Source;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Questions to real HTTP servers: a name with two addresses, at one of which nobody listens. */
class ITHostProbe {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ContentId CONTENT = new ContentId("ab".repeat(32));

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Set<String> connections = ConcurrentHashMap.newKeySet();
  private final DisposableServer server = HttpServer.create()
      .host("127.0.0.2")
      .port(0)
      .doOnChannelInit(
          (observer, channel, remote) -> connections.add(channel.id().asLongText()))
      .handle((request, response) -> {
        asked.add(request.method() + " " + request.requestHeaders().get("Host") + request.uri());
        return request.uri().endsWith("/have")
            ? response.sendString(Mono.just("{\"blocks\":\"0-3,7\"}"))
            : response.status(request.uri().endsWith(".mp4") ? 200 : 404).send();
      })
      .bindNow();

  private final HostProbe probe = new HostProbe(
      new Dialer(new DialPolicy(List.of(Cidr.parse("127.0.0.0/8")))),
      name -> Mono.just(
          name.equals("two.example") ? List.of("127.0.0.1", "127.0.0.2") : List.of("127.0.0.2")));

  @AfterEach
  void stop() {
    server.disposeNow();
  }

  @Test
  void origin_oneOfTwoAddressesAnswers_isThatOne() {
    ContentName name = name("/film.mp4");

    List<Source> found = probe.origin(name).block(LONG);

    assertThat(found).extracting(Source::address).containsExactly("127.0.0.2");
    assertThat(found).extracting(Source::url).containsExactly(name.url());
    assertThat(asked).containsExactly("HEAD two.example:" + server.port() + "/film.mp4");
  }

  @Test
  void origin_askedAgainSoon_isNotKnockedAtAgain() {
    probe.origin(name("/film.mp4")).block(LONG);

    probe.origin(name("/film.mp4")).block(LONG);

    assertThat(asked).hasSize(1);
  }

  @Test
  void knock_connectionIsReady_forTheNextRequest_andNothingIsSent() {
    probe.knock(name("/film.mp4")).block(LONG);
    assertThat(asked).isEmpty();
    await().atMost(LONG).untilAsserted(() -> assertThat(connections).hasSize(1));

    assertThat(probe.origin(name("/film.mp4")).block(LONG)).hasSize(1);

    assertThat(asked).hasSize(1);
    assertThat(connections).as("of the server, in all").hasSize(1);
  }

  @Test
  void knock_nobodyListens_isForgottenInSilence() {
    server.disposeNow();

    probe.knock(name("/film.mp4")).block(LONG);

    assertThat(probe.origin(name("/film.mp4")).block(LONG)).isEmpty();
  }

  @Test
  void origin_filmIsNotThere_isNone() {
    assertThat(probe.origin(name("/nothing")).block(LONG)).isEmpty();
  }

  @Test
  void have_hostTells_isWhatItHasNow() {
    Source told = probe
        .have(source("http://127.0.0.2:" + server.port()), CONTENT)
        .blockOptional(LONG)
        .orElseThrow();

    assertThat(told.blocks()).isEqualTo(BlockSet.parse("0-3,7"));
  }

  @Test
  void have_nobodyListens_isEmpty() {
    assertThat(probe.have(source("http://127.0.0.1:" + server.port()), CONTENT).blockOptional(LONG))
        .isEmpty();
  }

  @Test
  void eachAddress_nameWithTwo_areTwoHosts() {
    List<Source> each = probe
        .eachAddress(List.of(
            source("http://two.example:80"),
            source("http://one.example:80"),
            source("http://192.0.2.7:80")))
        .block(LONG);

    assertThat(each)
        .extracting(Source::address)
        .containsExactly("127.0.0.1", "127.0.0.2", null, null);
    assertThat(each).extracting(Source::server).doesNotHaveDuplicates();
  }

  private ContentName name(String path) {
    return ContentName.parse("http://two.example:" + server.port() + path);
  }

  private static Source source(String url) {
    return new Source(url, null, HostRole.CACHE, true, false, false, BlockSet.everything());
  }
}
