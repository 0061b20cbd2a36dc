package org.p2pd.transport.tracker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.transport.http.HttpStatusException;

/**
 * What a node says of itself when it registers. The host id is not part of it: each registration draws a new one.
 *
 * @param port where other hosts reach the node; 0 = it only downloads
 * @param zone where the node is, in the operator's words
 * @param url how others reach the node, where that differs from its socket address
 * @param uploadBytesPerSecond what it is willing to send, where limited
 * @param fetchesFor networks for whose clients a cache fetches what it lacks, in CIDR notation
 * @param internal handed out to caches only
 * @param operatorToken gives the operator's standing
 */
public record NodeProfile(
    HostRole role,
    int port,
    @Nullable String zone,
    @Nullable String url,
    @Nullable Long uploadBytesPerSecond,
    List<String> fetchesFor,
    boolean internal,
    @Nullable String operatorToken) {

  /** An agent that others reach at {@code port}, or that only downloads where that is 0. */
  public static NodeProfile agent(int port, @Nullable String zone) {
    return new NodeProfile(HostRole.AGENT, port, zone, null, null, List.of(), false, null);
  }

  Registration registration(HostId hostId) {
    return new Registration(
        hostId, role, port, zone, url, uploadBytesPerSecond, fetchesFor, internal);
  }

  /** What to do about a registration that {@code error} refused for its operator's token; null = it is not that. */
  @Nullable
  String refusal(Throwable error) {
    boolean refused = error instanceof HttpStatusException answer
        && (answer.status() == 401 || answer.status() == 403);
    return operatorToken == null || !refused
        ? null
        : "the tracker refuses " + tokenSetting()
            + " (expected: the value of its P2PD_TRACKER_PUBLISH_TOKEN)";
  }

  private String tokenSetting() {
    return role == HostRole.ORIGIN
        ? "P2PD_PUBLISH_TOKEN"
        : "P2PD_CACHE_TOKEN or, where it is the site's tracker, P2PD_CACHE_SITE_TOKEN";
  }
}
