package org.p2pd.transport.serve;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.transport.tracker.traffic.TrafficCounters;

/** Counts what leaves: to viewers by name, to other hosts by content id. */
public final class TrafficObserver implements ServingObserver {
  private final TrafficCounters traffic;
  private final boolean toViewer;
  private final boolean upload;
  private final @Nullable ContentId content;

  private TrafficObserver(
      TrafficCounters traffic, boolean toViewer, boolean upload, @Nullable ContentId content) {
    this.traffic = traffic;
    this.toViewer = toViewer;
    this.upload = upload;
    this.content = content;
  }

  /** Counts bytes as delivered to viewers, over a network. */
  public static ServingObserver ofViewers(TrafficCounters traffic) {
    return new TrafficObserver(traffic, true, true, null);
  }

  /** Counts bytes as delivered to the viewer at this machine: no upload. */
  public static ServingObserver ofOwnViewer(TrafficCounters traffic) {
    return new TrafficObserver(traffic, true, false, null);
  }

  /** Counts bytes as served to other hosts. */
  public static ServingObserver ofHosts(TrafficCounters traffic) {
    return new TrafficObserver(traffic, false, true, null);
  }

  @Override
  public ServingObserver of(ContentId bytesOf) {
    return new TrafficObserver(traffic, toViewer, upload, bytesOf);
  }

  @Override
  public void started() {
    if (upload) {
      traffic.uploadStarted();
    }
  }

  @Override
  public void sent(long bytes) {
    if (!toViewer) {
      traffic.served(bytes);
    } else if (content == null) {
      traffic.delivered(bytes);
    } else {
      traffic.delivered(content, bytes);
    }
  }

  @Override
  public void finished() {
    if (upload) {
      traffic.uploadFinished();
    }
  }
}
