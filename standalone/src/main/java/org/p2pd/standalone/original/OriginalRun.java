package org.p2pd.standalone.original;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.standalone.redis.EmbeddedRedis;
import org.p2pd.standalone.redis.disk.TemporaryDirectory;
import org.p2pd.standalone.roles.FreePort;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;

/** An original command line that runs: its role, and the tracker and Redis it brings. */
public final class OriginalRun implements AutoCloseable {
  private static final int USUAL_MANAGEMENT_PORT = 7071;

  private final BiConsumer<Role, String> started;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param started hears of each role that serves, and where
   */
  public OriginalRun(BiConsumer<Role, String> started) {
    this.started = started;
  }

  /**
   * Starts everything that {@code line} needs and returns when all of it serves.
   *
   * @param authority what a server publishes under ({@code P2PD_PUBLISH_AUTHORITY}); null = this machine only
   * @throws RuntimeException where something does not start; the message says what and why
   */
  public void start(OriginalLine line, @Nullable String authority) {
    OwnTracker own = line.bringsTracker() ? ownTracker(line) : null;
    for (Start each : OriginalPlan.of(line, own, hostOf(authority))) {
      RunningRole role = opened(RunningRole.among(each.role(), each.settings()));
      started.accept(role.role(), role.url());
    }
  }

  private static @Nullable String hostOf(@Nullable String authorities) {
    if (authorities == null || authorities.isBlank()) {
      return null;
    }
    String first = ContentName.normaliseAuthority(authorities.split(",", 2)[0].strip());
    return URI.create("http://" + first).getHost();
  }

  private OwnTracker ownTracker(OriginalLine line) {
    int port = line.trackerPort();
    if (FreePort.isTaken(port)) {
      throw new IllegalStateException("port " + port
          + ", for a tracker of its own, is taken: if that is the tracker to use, name it with"
          + " --tracker http://localhost:" + port + ", else give another port with --tracker-port");
    }
    TemporaryDirectory directory = opened(TemporaryDirectory.make("p2pd-redis-"));
    EmbeddedRedis redis = opened(EmbeddedRedis.start(directory.path(), FreePort::any));
    int management = FreePort.isTaken(USUAL_MANAGEMENT_PORT) ? 0 : USUAL_MANAGEMENT_PORT;
    return new OwnTracker(port, management, redis.url(), secret(), secret());
  }

  private static String secret() {
    return UUID.randomUUID().toString() + UUID.randomUUID();
  }

  private synchronized <T extends AutoCloseable> T opened(T closeable) {
    if (closed) {
      quietly(closeable);
      throw new IllegalStateException("stopped");
    }
    open.push(closeable);
    return closeable;
  }

  /** Whether the tracker that {@code line} brings knows no other above it. */
  public static boolean isSiteWithoutProvider(OriginalLine line) {
    return line.isCache()
        && line.trackers().isEmpty()
        && line.up() == null
        && line.authorities().isEmpty();
  }

  /** Ends everything, last started first; may come at any time, from any thread. */
  @Override
  public void close() {
    List<AutoCloseable> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(open);
      open.clear();
    }
    all.forEach(OriginalRun::quietly);
  }

  private static void quietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      // The process ends, or says already why it does not start.
    }
  }
}
