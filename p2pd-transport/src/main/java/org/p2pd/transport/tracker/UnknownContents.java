package org.p2pd.transport.tracker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2pd.protocol.content.ContentId;

/**
 * Contents that the tracker lacks though this node announced them: reported once more when somebody may have taught them.
 * Confined to the session's thread.
 */
final class UnknownContents {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
  private static final int MAX = 10_000;

  private final Set<ContentId> waiting = new HashSet<>();
  private final ScheduledExecutorService owner;
  private final Consumer<ContentId> report;

  UnknownContents(ScheduledExecutorService owner, Consumer<ContentId> report) {
    this.owner = owner;
    this.report = report;
  }

  void reportLater(ContentId contentId) {
    if (waiting.size() < MAX && waiting.add(contentId)) {
      var unused = owner.schedule(
          () -> {
            waiting.remove(contentId);
            report.accept(contentId);
          },
          AGAIN_AFTER.toSeconds(),
          TimeUnit.SECONDS);
    }
  }
}
