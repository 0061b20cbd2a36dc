package org.p2pd.testkit.redis;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real master and its replica, watched by three real sentinels; 127.0.0.1 only, nothing persisted. */
public final class RedisSentinels implements AutoCloseable {
  private static final String NAME = "films";
  private static final int SENTINELS = 3;

  private final List<RedisServer> sentinels = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final RedisServer master = RedisServer.start();
  private final RedisServer replica = RedisServer.start(
      RedisServer::freePort, "--replicaof", "127.0.0.1", Integer.toString(master.port()));

  private RedisSentinels() {
    RedisCommands.await(
        replica.port(), "INFO replication", info -> info.contains("master_link_status:up"));
    for (int i = 0; i < SENTINELS; i++) {
      Path file = configuration();
      files.add(file);
      sentinels.add(RedisServer.start(RedisServer::freePort, file.toString(), "--sentinel"));
    }
    for (RedisServer sentinel : sentinels) {
      RedisCommands.await(
          sentinel.port(),
          "INFO sentinel",
          info -> info.contains("slaves=1,sentinels=" + SENTINELS));
    }
  }

  /** Starts all and returns when every sentinel knows the others and the replica. */
  public static RedisSentinels start() {
    return new RedisSentinels();
  }

  /** Sentinels write their own configuration file; each needs one that it may write. */
  private Path configuration() {
    try {
      return Files.writeString(
          Files.createTempFile("p2pd-sentinel-", ".conf"),
          String.join(
              "\n",
              "sentinel monitor " + NAME + " 127.0.0.1 " + master.port() + " 2",
              "sentinel down-after-milliseconds " + NAME + " 1000",
              "sentinel failover-timeout " + NAME + " 5000",
              ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sentinels, as {@code P2PD_REDIS_URL} takes them. */
  public String url() {
    return "redis-sentinel://"
        + sentinels.stream().map(node -> "127.0.0.1:" + node.port()).collect(joining(","))
        + "#" + NAME;
  }

  /** The server that is the master at first. */
  public RedisServer firstMaster() {
    return master;
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    replica.close();
    master.close();
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
