package org.p2pd.simulation.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2pd.simulation.time.VirtualTime;

/**
 * Who sits before an agent: downloads, copies or plays.
 *
 * <p>A player takes blocks in order as soon as they are there, up to 30 s ahead of the picture; it starts, and starts
 * again after a stall or a jump, with 2 s in hand, as the one of {@code benchmarks/swarm} does.
 */
final class User {
  private static final double AHEAD_SECONDS_MAX = 30;
  private static final double START_SECONDS = 2;
  private static final long STEP_NANOS = 50_000_000L;

  private final Agent agent;
  private final Film film;
  private final Task task;
  private final VirtualTime time;
  private final RandomGenerator random;
  private final long cameNanos;
  private final List<Double> startsSeconds = new ArrayList<>();
  private final List<Double> stallsSeconds = new ArrayList<>();
  private int next;
  private double aheadBytes;
  private double playedBytes;
  private double playedSinceJumpBytes;
  private boolean playing;
  private boolean afterJump = true;
  private long waitingSinceNanos;
  private long doneNanos = -1;
  private Runnable whenDone = () -> {};

  User(Agent agent, Film film, Task task, VirtualTime time, RandomGenerator random) {
    this.agent = agent;
    this.film = film;
    this.task = task;
    this.time = time;
    this.random = random;
    this.cameNanos = time.now();
    this.waitingSinceNanos = cameNanos;
  }

  void come(Runnable whenDone) {
    this.whenDone = whenDone;
    if (task instanceof Task.Download) {
      agent.onArrival(this::checkDownloaded);
      agent.download();
      return;
    }
    agent.onArrival(this::take);
    agent.readerAt(0);
    if (task instanceof Task.Watch) {
      time.after(STEP_NANOS, this::play);
    }
  }

  boolean isDone() {
    return doneNanos >= 0;
  }

  /** Seconds from coming to having all; negative where that did not happen. */
  double seconds() {
    return isDone() ? (double) (doneNanos - cameNanos) / VirtualTime.SECOND : -1;
  }

  /** Seconds from coming, and from each jump, to the picture. */
  List<Double> startsSeconds() {
    return startsSeconds;
  }

  /** Seconds of each stall in between. */
  List<Double> stallsSeconds() {
    return stallsSeconds;
  }

  private void checkDownloaded() {
    if (!isDone() && agent.host.held.cardinality() == film.layout().blockCount()) {
      done();
    }
  }

  private void done() {
    doneNanos = time.now();
    agent.readerGone();
    whenDone.run();
  }

  /** Takes what is there, as far as there is room; the agent learns where the reader stands. */
  private void take() {
    while (!isDone() && next < film.layout().blockCount() && agent.holds(next) && hasRoom()) {
      aheadBytes += film.layout().lengthOf(next++);
      if (next < film.layout().blockCount()) {
        agent.readerAt(next);
      }
    }
    if (task instanceof Task.Copy && next == film.layout().blockCount() && !isDone()) {
      done();
    }
  }

  private boolean hasRoom() {
    return task instanceof Task.Copy || aheadBytes < AHEAD_SECONDS_MAX * film.bytesPerSecond();
  }

  private void play() {
    if (isDone() || !agent.host.alive) {
      return;
    }
    Task.Watch watch = (Task.Watch) task;
    take();
    boolean atEnd = next == film.layout().blockCount();
    if (!playing && (aheadBytes >= START_SECONDS * film.bytesPerSecond() || atEnd)) {
      begin();
    }
    if (playing) {
      step(atEnd);
    }
    if (playedBytes >= watch.watches().toNanos() / 1e9 * film.bytesPerSecond()
        || atEnd && aheadBytes <= 0) {
      done();
      return;
    }
    if (isTimeToJump(watch)) {
      jump();
    }
    time.after(STEP_NANOS, this::play);
  }

  private void begin() {
    playing = true;
    double waited = (double) (time.now() - waitingSinceNanos) / VirtualTime.SECOND;
    (afterJump ? startsSeconds : stallsSeconds).add(waited);
    afterJump = false;
  }

  private void step(boolean atEnd) {
    double bytes = Math.min(aheadBytes, film.bytesPerSecond() * STEP_NANOS / VirtualTime.SECOND);
    aheadBytes -= bytes;
    playedBytes += bytes;
    playedSinceJumpBytes += bytes;
    if (aheadBytes <= 0 && !atEnd) {
      playing = false;
      waitingSinceNanos = time.now();
    }
  }

  private boolean isTimeToJump(Task.Watch watch) {
    return !watch.seekEvery().isZero()
        && playedSinceJumpBytes >= watch.seekEvery().toNanos() / 1e9 * film.bytesPerSecond();
  }

  private void jump() {
    next = random.nextInt(film.layout().blockCount() * 9 / 10);
    aheadBytes = 0;
    playedSinceJumpBytes = 0;
    playing = false;
    afterJump = true;
    waitingSinceNanos = time.now();
    agent.readerAt(next);
  }
}
