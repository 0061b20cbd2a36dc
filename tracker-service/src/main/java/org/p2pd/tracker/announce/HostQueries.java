package org.p2pd.tracker.announce;

import java.net.InetAddress;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.tracker.handout.Asker;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.security.Caller;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.transport.dial.Reach;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Names hosts to whoever asks without announcing: without a token the provider's own only. */
@Component
public final class HostQueries {
  private final Announcements announcements;
  private final Gatekeeper gatekeeper;
  private final ClientAddress addresses;

  HostQueries(Announcements announcements, Gatekeeper gatekeeper, ClientAddress addresses) {
    this.announcements = announcements;
    this.gatekeeper = gatekeeper;
    this.addresses = addresses;
  }

  /**
   * The best hosts of any of {@code content} for whoever sent {@code request}; 401 where its token does not hold, 404 where
   * the content is unknown.
   */
  public Mono<List<HostEntry>> anyOf(ContentId content, ServerRequest request) {
    return answer(request, new HostQuery(content, BlockSet.everything(), Handout.HOSTS_MAX));
  }

  Mono<List<HostEntry>> answer(ServerRequest request, HostQuery asked) {
    Caller caller = gatekeeper.caller(request);
    InetAddress address = addresses.of(request);
    String near = caller instanceof Caller.Host host
        ? host.token().near()
        : HostToken.near(null, Reach.prefix(address));
    return announcements.lookUp(new HandoutReader(asker(caller, address), address), asked, near);
  }

  private static Asker asker(Caller caller, InetAddress address) {
    HostToken token = caller instanceof Caller.Host host ? host.token() : null;
    boolean cache = token != null && token.role() == HostRole.CACHE && token.operator();
    return new Asker(
        token == null ? null : token.hostId(),
        cache || caller instanceof Caller.Operator,
        !(caller instanceof Caller.Anonymous),
        token == null ? null : token.zone(),
        Reach.prefix(address),
        Reach.of(address));
  }
}
