package org.p2pd.agent.sharing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.sharing.disk.SharingFile;
import org.p2pd.agent.sharing.machine.Machine;
import org.p2pd.agent.sharing.machine.PowerAndNetwork;
import org.p2pd.agent.sharing.wish.MonthlyCount;
import org.p2pd.agent.sharing.wish.SharingPreferences;
import org.p2pd.transport.edge.UploadLimits;
import org.p2pd.transport.serve.ContentSource;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.server.HttpServer;

/**
 * What this machine gives to others: the user's wishes, within what the settings allow, kept over restarts, and what they
 * come to at this moment. Thread-safe.
 */
public final class Sharing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

  private static final int LOOKS_PER_SECOND = 10;
  private static final Duration LOOK = Duration.ofSeconds(1).dividedBy(LOOKS_PER_SECOND);
  private static final Duration MACHINE_CHECKED = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final SharingPreferences ceiling;
  private final int uploadsMax;
  private final TrafficCounters traffic;
  private final SharingFile file;
  private final Clock clock;
  private final UploadLimits limits = UploadLimits.changing();
  private final UploadRateEstimate line = new UploadRateEstimate();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService pulse = Executors.newScheduledThreadPool(2, task -> {
    Thread thread = new Thread(task, "p2pd-sharing");
    thread.setDaemon(true);
    return thread;
  });

  private volatile SharingPreferences wishes;
  private volatile PowerAndNetwork machine = PowerAndNetwork.FINE;
  private volatile @Nullable String paused;
  private volatile MonthlyCount month;
  private long servedSeen;
  private long servedAtSecond;
  private int looks;
  private boolean busy = true;

  /**
   * Takes up what was wished last time.
   *
   * @param directory the agent's own
   * @param ceiling the most that the settings allow: no later wish gives more
   * @param uploadsMax responses to others at once
   * @param traffic counts what is sent
   */
  public Sharing(
      Path directory,
      SharingPreferences ceiling,
      int uploadsMax,
      TrafficCounters traffic,
      Clock clock) {
    this.file = SharingFile.in(directory);
    this.ceiling = ceiling;
    this.uploadsMax = uploadsMax;
    this.traffic = traffic;
    this.clock = clock;
    SharingFile.Kept kept = file.read().orElse(new SharingFile.Kept(null, null));
    this.wishes = Objects.requireNonNullElse(kept.wishes(), ceiling).within(ceiling);
    this.month =
        Objects.requireNonNullElse(kept.month(), new MonthlyCount(YearMonth.now(clock), 0));
    this.paused = pauseReason();
    limits.change(limitNow());
  }

  /** Begins to watch the clock, the machine and the line. */
  public void start() {
    Machine system = new Machine();
    every(MACHINE_CHECKED, () -> machine = system.now());
    every(LOOK, this::look);
    every(KEPT, this::keep);
  }

  /** A task that fails is said, and comes again. */
  private void every(Duration period, Runnable task) {
    Runnable guarded = () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("Sharing: {}", e.toString());
      }
    };
    var unused = pulse.scheduleAtFixedRate(guarded, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the user wishes, within the settings. */
  public SharingPreferences wishes() {
    return wishes;
  }

  /** The most that the settings allow. */
  public SharingPreferences ceiling() {
    return ceiling;
  }

  /**
   * Wishes something else from now on, and after a restart; what exceeds the settings is cut to them.
   *
   * @throws IOException where it cannot be kept; it holds nevertheless until the agent ends
   */
  public synchronized void change(SharingPreferences wished) throws IOException {
    wishes = wished.within(ceiling);
    limits.change(limitNow());
    judge();
    file.write(new SharingFile.Kept(wishes, month));
  }

  /** How sharing stands. */
  public SharingStatus status() {
    return new SharingStatus(
        paused == null,
        paused,
        steadyLimit(),
        line.lineBytesPerSecond(),
        month.bytes(),
        traffic.activeUploads(),
        uploadsMax);
  }

  /** Has {@code listener} told, on a thread of ours, whenever sharing begins or rests. Must be quick. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** {@code stored}, as far as it is shared now. */
  public ContentSource shared(ContentSource stored) {
    return new SharedContent(stored, this);
  }

  /** {@code server} with the limit on what it sends. */
  public HttpServer limited(HttpServer server) {
    return limits.apply(server);
  }

  /** Whether there is one response too many; whoever asks is counted already. */
  boolean isTooMuch() {
    return traffic.activeUploads() > uploadsMax;
  }

  @Nullable
  String paused() {
    return paused;
  }

  long pieceBytesMax(long otherwise) {
    return limits.pieceBytesMax(otherwise);
  }

  private synchronized void look() {
    busy &= traffic.activeUploads() > 0;
    if (++looks < LOOKS_PER_SECOND) {
      return;
    }
    secondOver();
    looks = 0;
    busy = true;
  }

  private void secondOver() {
    long served = traffic.snapshot().served();
    long sent = served - servedAtSecond;
    servedAtSecond = served;
    month = month.plus(served - servedSeen, YearMonth.now(clock));
    servedSeen = served;
    long share = line.secondOver(sent, busy);
    limits.change(wishes.uploadBytesPerSecond() == null ? share : limitNow());
    judge();
  }

  private void judge() {
    String before = paused;
    paused = pauseReason();
    if ((before == null) != (paused == null)) {
      LOG.info(paused == null ? "Sharing again" : "Not sharing: {}", paused);
      listeners.forEach(Runnable::run);
    }
  }

  /** The settings' hours hold beside the user's. */
  private @Nullable String pauseReason() {
    LocalTime now = LocalTime.now(clock);
    String wished = PauseRules.reason(wishes, month.bytes(), now, machine);
    return wished == null ? PauseRules.reason(ceiling, month.bytes(), now, machine) : wished;
  }

  private long limitNow() {
    Long wished = wishes.uploadBytesPerSecond();
    return wished == null ? line.share() : wished;
  }

  private synchronized long steadyLimit() {
    return limitNow();
  }

  private synchronized void keep() {
    try {
      file.write(new SharingFile.Kept(wishes, month));
    } catch (IOException e) {
      LOG.warn("What was shared this month cannot be kept: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    pulse.shutdownNow();
    keep();
    limits.close();
  }
}
