package org.p2pd.origin.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.serve.FirstByte;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.tracker.traffic.TrafficCounters;

/**
 * Counts what leaves, for the tracker and for metrics.
 *
 * <p>What a viewer without an agent gets is reported by nobody else: it counts as delivered, and as received from an
 * origin, so that the offload that the tracker shows stays true. Other nodes report for themselves.
 */
final class Uploads {
  /** Zones told apart in metrics, by kind of recipient; strangers may claim any. */
  private static final int RECIPIENTS_MAX = 100;

  private static final String OTHER_ZONES = "other";

  private final TrafficCounters traffic;
  private final MeterRegistry meters;
  private final int responsesMax;
  private final FirstByte firstByte;
  private final Map<ClientKind, ServingObserver> observers = new ConcurrentHashMap<>();

  Uploads(TrafficCounters traffic, MeterRegistry meters, int responsesMax) {
    this.traffic = traffic;
    this.meters = meters;
    this.responsesMax = responsesMax;
    this.firstByte = new FirstByte(meters);
    Gauge.builder("p2pd.served.active", traffic, TrafficCounters::activeUploads)
        .description("Responses with film bytes under way")
        .register(meters);
  }

  /** Whether as many responses are under way as may be. */
  boolean areFull() {
    return traffic.activeUploads() >= responsesMax;
  }

  /** Counts what the sender of a request with these fields gets. */
  ServingObserver to(Function<String, @Nullable String> field) {
    ClientKind client = ClientKind.of(field);
    ServingObserver known = observers.get(client);
    if (known != null) {
      return known;
    }
    ClientKind counted = observers.size() < RECIPIENTS_MAX ? client : client.inZone(OTHER_ZONES);
    return observers.computeIfAbsent(counted, Upload::new);
  }

  private Counter counter(ClientKind client, String way) {
    return Counter.builder("p2pd.served.bytes")
        .description("Bytes of films that left")
        .baseUnit("bytes")
        .tag("to", client.kind().tag())
        .tag("zone", client.zone())
        .tag("way", way)
        .register(meters);
  }

  private final class Upload implements ServingObserver {
    private final boolean toViewer;
    private final Counter bySendfile;
    private final Counter fromMemory;
    private final @Nullable ContentId content;

    Upload(ClientKind client) {
      this(
          client.kind() == ClientKind.Kind.VIEWER,
          counter(client, "sendfile"),
          counter(client, "memory"),
          null);
    }

    private Upload(
        boolean toViewer, Counter bySendfile, Counter fromMemory, @Nullable ContentId content) {
      this.toViewer = toViewer;
      this.bySendfile = bySendfile;
      this.fromMemory = fromMemory;
      this.content = content;
    }

    @Override
    public ServingObserver of(ContentId bytesOf) {
      return new Upload(toViewer, bySendfile, fromMemory, bytesOf);
    }

    @Override
    public void started() {
      traffic.uploadStarted();
    }

    @Override
    public void firstByte(Duration sinceRequest) {
      firstByte.after(sinceRequest);
    }

    @Override
    public void sent(long bytes) {
      left(bytes, bySendfile);
    }

    @Override
    public void sentFromMemory(long bytes) {
      left(bytes, fromMemory);
    }

    private void left(long bytes, Counter counter) {
      traffic.served(bytes);
      counter.increment(bytes);
      if (!toViewer) {
        return;
      }
      if (content == null) {
        traffic.delivered(bytes);
        traffic.received(HostRole.ORIGIN, bytes);
      } else {
        traffic.delivered(content, bytes);
        traffic.received(content, HostRole.ORIGIN, bytes);
      }
    }

    @Override
    public void finished() {
      traffic.uploadFinished();
    }
  }
}
