package org.p2pd.transport.trace;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;
import reactor.util.context.ContextView;

/**
 * Gives every request its place in a trace, whether spans are kept or not: with tracing off the caller's context is passed
 * on as it came, and who came without one gets one that is not sampled.
 */
public final class Traces implements AutoCloseable {
  /** Keeps no spans. */
  public static final Traces OFF = new Traces(null);

  private final @Nullable SpanExport export;

  private Traces(@Nullable SpanExport export) {
    this.export = export;
  }

  /**
   * As the settings say.
   *
   * @param service the name under which the spans are found
   */
  public static Traces of(TraceSettings settings, String service) {
    return settings.url() == null
        ? OFF
        : new Traces(new SpanExport(settings.url(), settings.share(), service));
  }

  /** Whether spans are kept. */
  public boolean isOn() {
    return export != null;
  }

  /**
   * The work of answering a request.
   *
   * @param path as sent, without a query
   * @param traceparent the request's field of that name
   * @param requestId the request's field {@code X-Request-Id}
   */
  public TracedWork arrived(
      String method, String path, @Nullable String traceparent, @Nullable String requestId) {
    TraceContext caller = TraceContext.parse(traceparent);
    String traceId = caller == null ? TraceContext.traceIdOf(requestId) : caller.traceId();
    if (export == null) {
      return new TracedWork(caller == null ? TraceContext.unsampled(traceId) : caller, null);
    }
    return export
        .begin(method, SpanKind.SERVER, traceId, caller)
        .with("http.request.method", method)
        .with("url.path", path);
  }

  /** The work of getting blocks {@code first} to {@code last} from a host; null where nobody's request is behind it. */
  public @Nullable TracedWork fetching(
      @Nullable TraceContext request, Source source, int first, int last) {
    if (request == null) {
      return null;
    }
    if (export == null) {
      return new TracedWork(request, null);
    }
    return export
        .begin("fetch from " + name(source.role()), SpanKind.CLIENT, request.traceId(), request)
        .with("server.address", source.url())
        .with("p2pd.host.role", name(source.role()))
        .with("p2pd.block.first", first)
        .with("p2pd.block.last", last);
  }

  private static String name(HostRole role) {
    return role.wireName();
  }

  /** The context of the request that a reactive step is done for; null where there is none. */
  public static @Nullable TraceContext in(ContextView view) {
    return view.getOrDefault(TraceContext.class, null);
  }

  /** Sends what is left, waiting two seconds at most. */
  @Override
  public void close() {
    if (export != null) {
      export.close();
    }
  }
}
