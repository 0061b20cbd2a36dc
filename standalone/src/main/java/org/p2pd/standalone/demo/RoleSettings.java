package org.p2pd.standalone.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The settings of the demo's services, as they stand on a command line: over any environment variable. */
final class RoleSettings {
  private static final String LOOPBACK = "127.0.0.1";

  private final Ports ports;
  private final String redisUrl;

  /** The operator's secrets, as random as they would be on a server: the machine may have other users. */
  private final String secret = UUID.randomUUID().toString() + UUID.randomUUID();

  private final String publishToken = UUID.randomUUID().toString() + UUID.randomUUID();

  RoleSettings(Ports ports, String redisUrl) {
    this.ports = ports;
    this.redisUrl = redisUrl;
  }

  List<String> tracker() {
    return service(
        ports.tracker(),
        ports.trackerManagement(),
        "server.address=" + LOOPBACK,
        "p2pd.redis.url=" + redisUrl,
        "p2pd.redis.timeout=1s",
        "p2pd.tracker.secret=" + secret,
        "p2pd.tracker.publish-token=" + publishToken,
        "p2pd.tracker.proxies=");
  }

  List<String> origin(Path films, Path state) {
    return node(
        ports.origin(),
        ports.originManagement(),
        "server.address=" + LOOPBACK,
        "p2pd.publish.directory=" + films,
        "p2pd.publish.state-directory=" + state,
        "p2pd.publish.authority=" + authority(),
        "p2pd.publish.url=http://" + LOOPBACK + ":" + ports.origin(),
        "p2pd.publish.rescan=500ms",
        "p2pd.publish.token=" + publishToken);
  }

  List<String> cache(Path store) {
    return node(
        ports.cache(),
        ports.cacheManagement(),
        "server.address=" + LOOPBACK,
        "p2pd.cache.directory=" + store,
        "p2pd.cache.size=4GB",
        "p2pd.cache.url=http://" + LOOPBACK + ":" + ports.cache(),
        "p2pd.cache.token=" + publishToken);
  }

  List<String> agent(Ports.AgentPorts agent, Path store) {
    return node(
        agent.viewer(),
        agent.management(),
        "p2pd.agent.peer-port=" + agent.peers(),
        "p2pd.agent.peer-bind=" + LOOPBACK,
        "p2pd.agent.directory=" + store);
  }

  /** What the films are published under. */
  String authority() {
    return "localhost:" + ports.origin();
  }

  private List<String> node(int port, int management, String... more) {
    List<String> settings = service(port, management, more);
    settings.add("--p2pd.tracker.url=http://" + LOOPBACK + ":" + ports.tracker());
    return settings;
  }

  private static List<String> service(int port, int management, String... more) {
    List<String> settings = new ArrayList<>();
    settings.add("--server.port=" + port);
    settings.add("--server.shutdown=immediate");
    settings.add("--management.server.port=" + management);
    settings.add("--management.server.address=" + LOOPBACK);
    for (String setting : more) {
      settings.add("--" + setting);
    }
    return settings;
  }
}
