package org.p2pd.transport.trace;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Gives every request its id: from {@code traceparent}, else from {@code X-Request-Id}, else a new one. Answers say it, steps
 * downstream find its {@link TraceContext} in their context, and its span ends when the answer has left.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestTracing implements WebFilter {
  private static final String ID = RequestTracing.class.getName() + ".id";
  private static final String BEGUN = RequestTracing.class.getName() + ".begun";
  private static final int OK = 200;

  private final Traces traces;

  /** Creates the filter. */
  public RequestTracing(Traces traces) {
    this.traces = traces;
  }

  /** The id of the request, for log lines; {@code -} where the filter has not seen it. */
  public static String idOf(ServerWebExchange exchange) {
    return exchange.getAttributeOrDefault(ID, "-");
  }

  /** When the request was here, by {@link System#nanoTime}; now, where the filter has not seen it. */
  public static long begunNanosOf(ServerWebExchange exchange) {
    Long begun = exchange.getAttribute(BEGUN);
    return begun == null ? System.nanoTime() : begun;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    HttpHeaders sent = exchange.getRequest().getHeaders();
    TracedWork work = traces.arrived(
        exchange.getRequest().getMethod().name(),
        exchange.getRequest().getURI().getRawPath(),
        sent.getFirst(TraceContext.FIELD),
        sent.getFirst(TraceContext.REQUEST_ID_FIELD));
    exchange.getAttributes().put(ID, work.context().traceId());
    exchange.getAttributes().put(BEGUN, System.nanoTime());
    Answer answer = new Answer(exchange, work);
    exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(answer::commits));
    return chain
        .filter(exchange)
        .doFinally(answer::ended)
        .contextWrite(context -> context.put(TraceContext.class, work.context()));
  }

  /** One answer, which ends when its bytes have left; one that became an error, when that is written. */
  private static final class Answer {
    private final ServerWebExchange exchange;
    private final TracedWork work;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile boolean failed;

    Answer(ServerWebExchange exchange, TracedWork work) {
      this.exchange = exchange;
      this.work = work;
    }

    /** What is relayed from elsewhere may have an id of that place. */
    void commits() {
      HttpHeaders headers = exchange.getResponse().getHeaders();
      if (!headers.containsHeader(TraceContext.REQUEST_ID_FIELD)) {
        headers.set(TraceContext.REQUEST_ID_FIELD, work.context().traceId());
      }
      if (failed) {
        end();
      }
    }

    void ended(SignalType how) {
      if (how == SignalType.ON_ERROR && !exchange.getResponse().isCommitted()) {
        failed = true;
      } else {
        end();
      }
    }

    private void end() {
      if (isOver.compareAndSet(false, true)) {
        ServerHttpRequest request = exchange.getRequest();
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        int code = status == null ? OK : status.value();
        work.answered(request.getMethod() + pattern(), code);
        if (AccessLog.isOn()) {
          AccessLog.answered(
              work.context().traceId(),
              client(request.getRemoteAddress()),
              request.getMethod().name(),
              request.getURI().getRawPath(),
              code,
              begunNanosOf(exchange));
        }
      }
    }

    /** What the paths of its kind have in common; nothing where no route was found. */
    private String pattern() {
      Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
      return pattern == null ? "" : " " + pattern;
    }

    private static String client(@Nullable InetSocketAddress address) {
      return address == null || address.getAddress() == null
          ? "-"
          : address.getAddress().getHostAddress();
    }
  }
}
