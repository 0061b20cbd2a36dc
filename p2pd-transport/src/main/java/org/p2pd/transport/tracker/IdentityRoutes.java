package org.p2pd.transport.tracker;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.time.Duration;
import org.p2pd.protocol.host.IdentityProof;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Answers the tracker's call-back, {@code GET /.p2pd/identity?nonce=…} (WIRE §3). */
public final class IdentityRoutes {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int POLLS_MAX = 20;

  private final TrackerSession session;

  private IdentityRoutes(TrackerSession session) {
    this.session = session;
  }

  /** The route for the node that {@code session} keeps registered. */
  public static RouterFunction<ServerResponse> of(TrackerSession session) {
    return route()
        .GET(WirePaths.IDENTITY, new IdentityRoutes(session)::identity)
        .build();
  }

  private Mono<ServerResponse> identity(ServerRequest request) {
    String nonce = request.queryParam("nonce").orElse("");
    return registration()
        .map(now -> IdentityProof.of(now.hostId(), now.token(), nonce))
        .flatMap(proof -> ServerResponse.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .cacheControl(CacheControl.noStore())
            .bodyValue(WireFormat.json().writeValueAsBytes(proof)));
  }

  /** The registration, waited for up to a second: the call-back may overtake the answer it follows. */
  private Mono<Registered> registration() {
    return Mono.fromSupplier(() -> session
            .registration()
            .orElseThrow(() -> ProblemException.unavailable(
                "this node is not registered yet", Duration.ofSeconds(1))))
        .retryWhen(Retry.fixedDelay(POLLS_MAX, POLL)
            .filter(ProblemException.class::isInstance)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
  }
}
