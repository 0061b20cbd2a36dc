package org.p2pd.transport.tracker;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WireFormat;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

@NullUnmarked
class RecallWatchTest {
  private static final Recalls.Recall FIRST = recall(1, 100);
  private static final Recalls.Recall SECOND = recall(2, 200);

  /** What is answered to {@code since}, once it is known. */
  private final Map<String, Sinks.One<List<Recalls.Recall>>> answers = new ConcurrentHashMap<>();

  private final Queue<ContentId> told = new ConcurrentLinkedQueue<>();
  private DisposableServer tracker;
  private RecallWatch watch;

  @BeforeEach
  void start() {
    tracker = HttpServer.create().host("127.0.0.1").port(0).handle(this::answer).bindNow();
    watch = new RecallWatch(new TrackerClient(
        HttpClient.create(), List.of(URI.create("http://127.0.0.1:" + tracker.port()))));
    watch.tell(told::add);
  }

  @AfterEach
  void stop() {
    tracker.disposeNow();
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    String since = request.uri().substring(request.uri().indexOf('=') + 1);
    return answers
        .computeIfAbsent(since, unknown -> Sinks.one())
        .asMono()
        .flatMap(recalls -> response
            .header("Content-Type", "application/json")
            .sendString(Mono.just(WireFormat.json().writeValueAsString(new Recalls(recalls))))
            .then())
        .onErrorResume(failure -> response.status(500).send().then());
  }

  private Sinks.One<List<Recalls.Recall>> asked(String since) {
    await().until(() -> answers.containsKey(since));
    return answers.get(since);
  }

  @Test
  void questionThatFails_whileALaterOneIsAnswered_isAskedAgain() {
    watch.noted(100L);
    Sinks.One<List<Recalls.Recall>> first = asked("0");
    watch.noted(200L);
    asked("100").tryEmitValue(List.of(SECOND)).orThrow();
    await().until(() -> told.contains(SECOND.contentId()));

    answers.remove("0");
    first.tryEmitError(new IllegalStateException("the replica ends")).orThrow();

    await().until(() -> {
      watch.noted(200L);
      return answers.containsKey("0");
    });
    asked("0").tryEmitValue(List.of(FIRST, SECOND)).orThrow();
    await().until(() -> told.contains(FIRST.contentId()));
  }

  private static Recalls.Recall recall(int content, long at) {
    return new Recalls.Recall(new ContentId("%064x".formatted(content)), at);
  }
}
