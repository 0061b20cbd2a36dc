package org.p2pd.standalone.original;

/**
 * A tracker of its own beside a server or a cache.
 *
 * @param port where it listens
 * @param managementPort where its health is; 0 = any
 * @param redisUrl its state
 * @param secret key of its host tokens
 * @param token the operator's token
 */
public record OwnTracker(
    int port, int managementPort, String redisUrl, String secret, String token) {
  String url() {
    return "http://localhost:" + port;
  }
}
