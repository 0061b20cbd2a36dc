package org.p2pd.testkit.redis;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A real Redis Cluster for one test class: three masters with a replica each, 127.0.0.1 only, nothing persisted. */
public final class RedisCluster implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  /** Nodes speak to each other on their port and this more. */
  private static final int BUS_OFFSET = 10_000;

  private static final int PORT_MAX = 65_535 - BUS_OFFSET;

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {
    for (int i = 0; i < 2 * MASTERS; i++) {
      nodes.add(RedisServer.start(
          RedisCluster::lowPort,
          "--cluster-enabled",
          "yes",
          "--cluster-node-timeout",
          "2000",
          "--cluster-replica-validity-factor",
          "0"));
    }
    form();
  }

  /** Starts a cluster and returns when all its nodes agree that it works. */
  public static RedisCluster start() {
    return new RedisCluster();
  }

  private static int lowPort() {
    int port = RedisServer.freePort();
    while (port > PORT_MAX) {
      port = RedisServer.freePort();
    }
    return port;
  }

  private void form() {
    for (int i = 0; i < MASTERS; i++) {
      String slots = IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS)
          .mapToObj(Integer::toString)
          .collect(joining(" "));
      RedisCommands.tell(nodes.get(i).port(), "CLUSTER ADDSLOTS " + slots);
    }
    for (RedisServer node : nodes.subList(1, nodes.size())) {
      RedisCommands.tell(node.port(), "CLUSTER MEET 127.0.0.1 " + nodes.get(0).port());
    }
    awaitEverywhere("cluster_known_nodes:" + nodes.size());
    for (int i = 0; i < MASTERS; i++) {
      String master = RedisCommands.ask(nodes.get(i).port(), "CLUSTER MYID");
      RedisCommands.tell(nodes.get(MASTERS + i).port(), "CLUSTER REPLICATE " + master);
    }
    awaitEverywhere("cluster_state:ok");
    for (RedisServer replica : nodes.subList(MASTERS, nodes.size())) {
      RedisCommands.await(
          replica.port(), "INFO replication", info -> info.contains("master_link_status:up"));
    }
  }

  private void awaitEverywhere(String words) {
    for (RedisServer node : nodes) {
      RedisCommands.await(node.port(), "CLUSTER INFO", info -> info.contains(words));
    }
  }

  /** All nodes, as {@code P2PD_REDIS_URL} takes them. */
  public String url() {
    return nodes.stream().map(RedisServer::url).collect(joining(","));
  }

  /** The first master. */
  public RedisServer firstMaster() {
    return nodes.get(0);
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
