package org.p2pd.standalone.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.demo.disk.DemoFailedException;
import org.p2pd.standalone.demo.disk.Workspace;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.redis.RedisFailedException;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RoleFailedException;
import org.p2pd.standalone.roles.RunningRole;

/**
 * A whole network in this process, on loopback: Redis, tracker, origin, cache and agents.
 *
 * <p>{@link #close} may come at any time and from any thread, also while it starts.
 */
public final class DemoSystem implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 10;
  private static final int POLL_MILLIS = 100;
  private static final int POLLS_MAX = 100;

  private final DemoSettings settings;
  private final Progress progress;
  private final ExecutorService workers = Executors.newCachedThreadPool(DemoSystem::worker);
  private final List<RunningRole> running = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Object lock = new Object();
  private final TrackerView view;
  private @Nullable Workspace workspace;
  private @Nullable EmbeddedRedis redis;

  public DemoSystem(DemoSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.view = new TrackerView(trackerUrl());
  }

  /**
   * Starts everything and returns when all of it serves and the first film is published.
   *
   * @throws DemoFailedException when something does not start; {@link #close} then ends what did
   */
  public void start() {
    settings.ports().taken().ifPresent(DemoSystem::refuse);
    Workspace space = makeWorkspace();
    RoleSettings roles = new RoleSettings(settings.ports(), startRedis(space));
    // First, though all could start at once: the others would only wait for it, and warn.
    awaitAll(List.of(() -> start(Role.TRACKER, "tracker", roles.tracker())));
    List<Callable<RunningRole>> starts = new ArrayList<>();
    Path state = space.temporary("origin");
    starts.add(() -> start(Role.ORIGIN, "origin", roles.origin(space.films(), state)));
    Path stores = space.stores();
    starts.add(() -> start(Role.CACHE, "cache", roles.cache(stores.resolve("cache"))));
    for (int i = 0; i < settings.ports().agents().size(); i++) {
      String name = "agent " + (i + 1);
      Path store = stores.resolve("agent-" + (i + 1));
      List<String> agent = roles.agent(settings.ports().agents().get(i), store);
      starts.add(() -> start(Role.AGENT, name, agent));
    }
    awaitAll(starts);
    awaitMembers(2 + settings.ports().agents().size());
  }

  /** The tracker's own, such as {@code http://127.0.0.1:7070}. */
  public String trackerUrl() {
    return "http://127.0.0.1:" + settings.ports().tracker();
  }

  /** The first agent's own; there is one. */
  public String agentUrl() {
    return "http://localhost:" + settings.ports().agents().get(0).viewer();
  }

  /** What the films are published under, such as {@code localhost:7080}. */
  public String authority() {
    return "localhost:" + settings.ports().origin();
  }

  /** The paths published by now, at most a hundred, with their leading slash; empty where the tracker is silent. */
  public List<String> films() {
    try {
      return view.films(authority());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether there is a file to publish; true before {@link #start}. */
  public boolean hasFiles() {
    Workspace made;
    synchronized (lock) {
      made = workspace;
    }
    return made == null || made.hasFiles();
  }

  /** Where the temporary files are; null before {@link #start}. */
  public @Nullable Path temporary() {
    synchronized (lock) {
      return workspace == null ? null : workspace.temporary();
    }
  }

  /** Ends everything: viewers' ends first, Redis last; then the temporary files go. */
  @Override
  public void close() {
    if (!beginClose()) {
      return;
    }
    closeAll(running.stream().filter(each -> each.role() != Role.TRACKER).toList());
    closeAll(running.stream().filter(each -> each.role() == Role.TRACKER).toList());
    workers.shutdownNow();
    synchronized (lock) {
      if (redis != null) {
        redis.close();
      }
      if (workspace != null) {
        workspace.close();
      }
    }
  }

  private boolean beginClose() {
    synchronized (lock) {
      boolean first = closing.getCount() > 0;
      closing.countDown();
      return first;
    }
  }

  private static void refuse(String port) {
    throw new DemoFailedException("port " + port
        + " is taken: end the program that holds it (another demo?), or add --free-ports");
  }

  private Workspace makeWorkspace() {
    synchronized (lock) {
      requireOpen();
      Workspace made = Workspace.make(settings.media(), settings.kept());
      workspace = made;
      return made;
    }
  }

  private String startRedis(Workspace space) {
    synchronized (lock) {
      requireOpen();
      try {
        EmbeddedRedis started = EmbeddedRedis.start(space.temporary(), Ports::freePort);
        redis = started;
        progress.started("redis", started.url());
        return started.url();
      } catch (RedisFailedException e) {
        throw new DemoFailedException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private void requireOpen() {
    if (isClosing()) {
      throw new DemoFailedException("stopped");
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Waits until all are registered and a film is published; a big film may well take longer than anyone waits. */
  private void awaitMembers(int members) {
    for (int i = 0; i < POLLS_MAX && !hasMembers(members); i++) {
      pause();
    }
  }

  private boolean hasMembers(int members) {
    try {
      TrackerStats stats = view.stats();
      TrackerStats.HostCounts hosts = stats.hosts();
      boolean complete = hosts.origin() + hosts.cache() + hosts.agent() >= members;
      return complete && (stats.publications() > 0 || !hasFiles());
    } catch (IOException e) {
      return false;
    }
  }

  private void pause() {
    try {
      if (closing.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new DemoFailedException("stopped");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static DemoFailedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DemoFailedException("stopped", e);
  }

  private RunningRole start(Role role, String name, List<String> arguments) {
    RunningRole started = RunningRole.among(role, arguments);
    running.add(started);
    if (isClosing()) {
      started.close();
    }
    progress.started(name, started.url());
    return started;
  }

  private void awaitAll(List<Callable<RunningRole>> starts) {
    List<Future<RunningRole>> pending = new ArrayList<>();
    starts.forEach(start -> pending.add(workers.submit(start)));
    try {
      for (Future<RunningRole> each : pending) {
        each.get();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RoleFailedException failure
          ? new DemoFailedException(String.valueOf(failure.getMessage()), failure)
          : new IllegalStateException(e.getCause());
    }
  }

  private void closeAll(List<RunningRole> roles) {
    List<Callable<Void>> ends = new ArrayList<>();
    for (RunningRole each : roles) {
      ends.add(() -> {
        each.close();
        return null;
      });
    }
    try {
      workers.invokeAll(ends, STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "p2pd-demo");
    thread.setDaemon(true);
    return thread;
  }
}
