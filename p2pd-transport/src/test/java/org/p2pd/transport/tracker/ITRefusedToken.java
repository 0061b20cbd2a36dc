package org.p2pd.transport.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A tracker that refuses the operator's token: said once, with the settings that are to agree. */
class ITRefusedToken {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<ILoggingEvent> log = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @CsvSource({"ORIGIN, P2PD_PUBLISH_TOKEN", "CACHE, P2PD_CACHE_TOKEN"})
  void wrongToken_isSaidOnce_andNamesTheSettings(HostRole role, String setting) {
    refusedFor(role, "wrong", session -> {
      await().atMost(LONG).until(() -> calls.get() >= 3);
      await().atMost(LONG).until(() -> session.status().explanation().contains(setting));
    });

    List<String> warnings = log.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("refuses " + setting, "P2PD_TRACKER_PUBLISH_TOKEN")
        .doesNotContain("{");
    assertThat(log).noneMatch(event -> event.getFormattedMessage().contains("no longer knows"));
  }

  @Test
  void refusalOfWhoHasNoToken_isSaidAsItIs() {
    refusedFor(
        HostRole.AGENT,
        null,
        session -> await()
            .atMost(LONG)
            .until(() -> session.status().explanation().contains("status 401, no")));

    assertThat(log).noneMatch(event -> event.getFormattedMessage().contains("PUBLISH_TOKEN"));
  }

  private interface Use {
    void of(TrackerSession session);
  }

  private void refusedFor(HostRole role, @Nullable String token, Use use) {
    Logger logger = (Logger) LoggerFactory.getLogger(TrackerSession.class);
    Noting noting = new Noting();
    noting.start();
    logger.addAppender(noting);
    DisposableServer tracker = tracker();
    NodeProfile profile = new NodeProfile(role, 7080, null, null, null, List.of(), false, token);
    try (TrackerSession session = new TrackerSession(
        new TrackerClient(
            new Dialer(new DialPolicy(List.of())),
            List.of(URI.create("http://127.0.0.1:" + tracker.port()))),
        () -> profile,
        new NoHoldings(),
        new TrafficCounters(),
        new Random(1))) {
      session.start();
      use.of(session);
    } finally {
      logger.detachAppender(noting);
      tracker.disposeNow();
    }
  }

  private DisposableServer tracker() {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .handle((request, response) -> {
          calls.incrementAndGet();
          return response
              .status(401)
              .sendString(
                  Mono.just("{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"no\"}"));
        })
        .bindNow();
  }

  private final class Noting extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      log.add(event);
    }
  }
}
