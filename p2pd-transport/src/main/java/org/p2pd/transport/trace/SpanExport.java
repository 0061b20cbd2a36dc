package org.p2pd.transport.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans on their way to a collector: in batches, on a thread of their own. At most {@value #WAITING_MAX} wait; where the
 * collector is slow or gone, more are dropped.
 */
final class SpanExport implements AutoCloseable {
  private static final int WAITING_MAX = 2_048;
  private static final int BATCH_MAX = 512;
  private static final int VALUE_CHARS_MAX = 512;
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);
  private static final Duration SEND_MAX = Duration.ofSeconds(5);
  private static final int CLOSE_SECONDS_MAX = 2;

  private final RequestedTraceId ids = new RequestedTraceId();
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  SpanExport(URI collector, double share, String service) {
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
        .setEndpoint(endpoint(collector))
        .setTimeout(SEND_MAX)
        .setConnectTimeout(SEND_MAX)
        .build();
    this.provider = SdkTracerProvider.builder()
        .setIdGenerator(ids)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
        .setResource(Resource.create(Attributes.builder()
            .put("service.name", service)
            .put("service.namespace", "p2pd")
            .put("service.instance.id", UUID.randomUUID().toString())
            .build()))
        .setSpanLimits(
            SpanLimits.builder().setMaxAttributeValueLength(VALUE_CHARS_MAX).build())
        .addSpanProcessor(BatchSpanProcessor.builder(exporter)
            .setMaxQueueSize(WAITING_MAX)
            .setMaxExportBatchSize(BATCH_MAX)
            .setScheduleDelay(SEND_EVERY)
            .setExporterTimeout(SEND_MAX)
            .build())
        .build();
    this.tracer = provider.get("org.p2pd");
  }

  private static String endpoint(URI collector) {
    return collector.toString().replaceAll("/+$", "") + "/v1/traces";
  }

  /**
   * A span that begins now.
   *
   * @param caller what it is part of; null = it begins the trace {@code traceId}
   */
  TracedWork begin(String name, SpanKind kind, String traceId, @Nullable TraceContext caller) {
    Context parent =
        caller == null ? Context.root() : Context.root().with(Span.wrap(remote(caller)));
    Span span = ids.startingWith(
        traceId,
        () -> tracer.spanBuilder(name).setParent(parent).setSpanKind(kind).startSpan());
    SpanContext begun = span.getSpanContext();
    return new TracedWork(
        new TraceContext(begun.getTraceId(), begun.getSpanId(), begun.isSampled()), span);
  }

  private static SpanContext remote(TraceContext caller) {
    return SpanContext.createFromRemoteParent(
        caller.traceId(),
        caller.spanId(),
        caller.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** A trace that begins here has the id that its request has already. */
  private static final class RequestedTraceId implements IdGenerator {
    private final ThreadLocal<String> requested = new ThreadLocal<>();

    Span startingWith(String traceId, Supplier<Span> start) {
      requested.set(traceId);
      try {
        return start.get();
      } finally {
        requested.remove();
      }
    }

    @Override
    public String generateSpanId() {
      return IdGenerator.random().generateSpanId();
    }

    @Override
    public String generateTraceId() {
      String wanted = requested.get();
      return wanted == null ? IdGenerator.random().generateTraceId() : wanted;
    }
  }
}
