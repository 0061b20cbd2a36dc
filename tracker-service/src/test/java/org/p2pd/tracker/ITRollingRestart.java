package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.transport.wire.WireFormat;

/** Three replicas behind a load balancer that knows nothing, restarted one after the other while nodes announce. */
@NullUnmarked
class ITRollingRestart {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int NODES = 8;
  private static final int RETRIES_MAX = 2;
  private static final int ANNOUNCES_BETWEEN = 200;

  private final AtomicInteger announced = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  @Test
  void replicasRestartInTurn_noAnnounceFailsAfterTwoRetries() throws InterruptedException {
    try (RedisServer redis = RedisServer.start()) {
      List<TrackerUnderTest> replicas = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        replicas.add(start(redis, 0));
      }
      ExecutorService nodes = Executors.newFixedThreadPool(NODES);
      try (Balancer balancer =
          new Balancer(replicas.stream().map(TrackerUnderTest::port).toList())) {
        ContentId film = replicas.get(0).content(64);
        for (int i = 0; i < NODES; i++) {
          Registered node = replicas.get(i % 3).register(HostRole.AGENT, 0, null);
          nodes.execute(() -> announceUntilTheEnd(balancer.url(), node, film));
        }
        awaitAnnounces();

        for (int i = 0; i < 3; i++) {
          int port = replicas.get(i).port();
          replicas.get(i).close();
          awaitAnnounces();
          replicas.set(i, start(redis, port));
          awaitAnnounces();
        }

        ended = true;
        nodes.shutdown();
        assertThat(nodes.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(announced.get()).isGreaterThan(7 * ANNOUNCES_BETWEEN);
      } finally {
        ended = true;
        nodes.shutdownNow();
        replicas.forEach(TrackerUnderTest::close);
      }
    }
  }

  private static TrackerUnderTest start(RedisServer redis, int port) {
    return TrackerUnderTest.start(
        redis, "--server.port=" + port, "--p2pd.tracker.secret=the-same-on-every-replica");
  }

  private void awaitAnnounces() {
    int before = announced.get();
    await().atMost(LONG).until(() -> announced.get() - before >= ANNOUNCES_BETWEEN);
  }

  private void announceUntilTheEnd(String tracker, Registered node, ContentId film) {
    HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(tracker + "/v1/announce"))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + node.token())
        .POST(HttpRequest.BodyPublishers.ofString(announce(node, film)))
        .build();
    while (!ended) {
      String failure = "";
      for (int attempt = 0; attempt <= RETRIES_MAX; attempt++) {
        failure = send(http, request);
        if (failure.isEmpty()) {
          break;
        }
      }
      if (!failure.isEmpty() && !ended) {
        failures.add(failure);
      }
      announced.incrementAndGet();
    }
  }

  private static String announce(Registered node, ContentId film) {
    return WireFormat.json()
        .writeValueAsString(Announce.idle(
            node.hostId(),
            List.of(new AnnouncedContent(
                film, BlockSet.parse("0-9"), null, false, BlockSet.parse("10-20"), null, null))));
  }

  /** What went wrong; empty = nothing. */
  private static String send(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? "" : answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }
}
