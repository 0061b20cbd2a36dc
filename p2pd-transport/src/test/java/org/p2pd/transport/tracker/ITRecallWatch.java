package org.p2pd.transport.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.protocol.tracker.catalogue.Recalls.Recall;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class ITRecallWatch {
  private static final ContentId CONTENT = new ContentId("0a".repeat(32));

  @Test
  void recalled_whoIsToldMayWait() throws Exception {
    DisposableServer tracker = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes.get(
            "/v1/recalls",
            (request, response) -> response.sendString(Mono.just(WireFormat.json()
                .writeValueAsString(new Recalls(List.of(new Recall(CONTENT, 7))))))))
        .bindNow();
    CompletableFuture<Boolean> mayWait = new CompletableFuture<>();
    RecallWatch watch = new RecallWatch(new TrackerClient(
        new Dialer(new DialPolicy(List.of())),
        List.of(URI.create("http://127.0.0.1:" + tracker.port()))));
    watch.tell(content -> mayWait.complete(!Schedulers.isInNonBlockingThread()));

    watch.noted(7L);

    assertThat(mayWait.get(20, TimeUnit.SECONDS)).isTrue();
    tracker.disposeNow();
  }
}
