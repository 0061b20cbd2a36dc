package org.p2pd.standalone.scenario;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.p2pd.standalone.demo.Progress;
import org.p2pd.standalone.demo.disk.DemoFailedException;
import org.p2pd.standalone.demo.disk.Workspace;
import org.p2pd.standalone.original.OriginalLine;
import org.p2pd.standalone.original.OriginalOptions;
import org.p2pd.standalone.original.OriginalPlan;
import org.p2pd.standalone.original.OwnTracker;
import org.p2pd.standalone.original.Start;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.roles.FreePort;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RoleFailedException;
import org.p2pd.standalone.roles.RunningRole;

/**
 * A scenario in this process, on loopback: each of its command lines is read and run as {@code p2pd} would, the trackers
 * share one Redis.
 *
 * <p>{@link #close} may come at any time and from any thread, also while it starts.
 */
public final class ScenarioSystem implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Scenario scenario;
  private final ScenarioPorts ports;
  private final Progress progress;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, RunningRole> byName = new ConcurrentHashMap<>();
  private boolean closed;
  private int trackers;

  public ScenarioSystem(Scenario scenario, ScenarioPorts ports, Progress progress) {
    this.scenario = scenario;
    this.ports = ports;
    this.progress = progress;
  }

  /**
   * Starts every member and returns when all serve.
   *
   * @param media the films to publish; null = the sample clip
   * @param kept where the stores stay after the end; null = nowhere
   * @return the members, as they were started
   * @throws DemoFailedException when something does not start; {@link #close} then ends what did
   */
  public List<Member> start(@Nullable Path media, @Nullable Path kept) {
    ports.taken().ifPresent(ScenarioSystem::refuse);
    Workspace space = opened(Workspace.make(media, kept));
    EmbeddedRedis redis = opened(EmbeddedRedis.start(space.temporary("redis"), FreePort::any));
    List<Member> members = scenario.members(ports, space.films(), space.stores());
    for (Member each : members) {
      start(each, redis, space);
    }
    return members;
  }

  private static void refuse(int port) {
    throw new DemoFailedException("port " + port
        + " is taken: end the program that holds it (another demo?), or add --free-ports");
  }

  private void start(Member member, EmbeddedRedis redis, Workspace space) {
    OriginalLine line = OriginalOptions.parse(member.arguments().toArray(String[]::new));
    OwnTracker own = line.bringsTracker() ? ownTracker(line.trackerPort(), redis) : null;
    try {
      for (Start each : OriginalPlan.of(line, own, null)) {
        List<String> settings = new ArrayList<>(each.settings());
        settings.addAll(onThisMachine(each.role(), space));
        RunningRole role = opened(RunningRole.among(each.role(), settings));
        boolean tracker = each.role() == Role.TRACKER;
        if (!tracker) {
          byName.put(member.name(), role);
        }
        progress.started(tracker ? "tracker" : member.name(), role.url());
      }
    } catch (RoleFailedException e) {
      throw new DemoFailedException(member.name() + ": " + e.getMessage(), e);
    }
  }

  private OwnTracker ownTracker(int port, EmbeddedRedis redis) {
    return new OwnTracker(port, port + 1, redis.url() + "/" + trackers++, secret(), secret());
  }

  private static String secret() {
    return UUID.randomUUID().toString() + UUID.randomUUID();
  }

  /** What only a demo wants: loopback, a quick end, nothing left behind. */
  private static List<String> onThisMachine(Role role, Workspace space) {
    List<String> settings =
        new ArrayList<>(List.of("--server.address=" + LOOPBACK, "--server.shutdown=immediate"));
    if (role == Role.ORIGIN) {
      Path state = space.temporary("state-" + UUID.randomUUID());
      settings.addAll(List.of(
          "--p2pd.publish.state-directory=" + state,
          "--p2pd.publish.settle=100ms",
          "--p2pd.publish.rescan=500ms"));
    } else if (role == Role.AGENT) {
      settings.add("--p2pd.agent.peer-bind=" + LOOPBACK);
    }
    return settings;
  }

  /** Ends one member before the others, as if its machine were switched off; the tracker beside it goes on. */
  void end(String name) {
    RunningRole role = byName.remove(name);
    if (role == null) {
      throw new IllegalArgumentException("member: " + name + " (expected: one of " + byName + ")");
    }
    role.close();
  }

  private synchronized <T extends AutoCloseable> T opened(T closeable) {
    if (closed) {
      quietly(closeable);
      throw new DemoFailedException("stopped");
    }
    open.push(closeable);
    return closeable;
  }

  @Override
  public void close() {
    List<AutoCloseable> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(open);
      open.clear();
    }
    all.forEach(ScenarioSystem::quietly);
  }

  private static void quietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      // What does not end in good order ends with the process.
    }
  }
}
