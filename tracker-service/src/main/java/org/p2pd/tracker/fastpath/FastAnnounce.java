package org.p2pd.tracker.fastpath;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.tracker.announce.Announcements;
import org.p2pd.tracker.ban.Bans;
import org.p2pd.tracker.network.ClientAddress;
import org.p2pd.tracker.rate.Rates;
import org.p2pd.tracker.security.Gatekeeper;
import org.p2pd.tracker.security.HostToken;
import org.springframework.stereotype.Component;

/**
 * Tells announces that nothing speaks against. It asks what the filters and the route ask, of the same classes; whatever one of
 * them would refuse is left to them, and nothing was counted.
 */
@Component
final class FastAnnounce {
  private final Announcements announcements;
  private final Gatekeeper gatekeeper;
  private final ClientAddress addresses;
  private final Bans bans;
  private final Rates rates;

  FastAnnounce(
      Announcements announcements,
      Gatekeeper gatekeeper,
      ClientAddress addresses,
      Bans bans,
      Rates rates) {
    this.announcements = announcements;
    this.gatekeeper = gatekeeper;
    this.addresses = addresses;
    this.bans = bans;
    this.rates = rates;
  }

  /**
   * Begins to answer {@code body}; null = it is for the routes.
   *
   * @param where the answer is put together
   */
  @Nullable
  CompletableFuture<AnnounceReply> begin(
      InetAddress peer, HttpHeaders headers, byte[] body, Executor where) {
    try {
      InetAddress address = addresses.of(peer, headers.getAll(ClientAddress.FORWARDED_FOR));
      HostToken token = gatekeeper.holder(headers.get(HttpHeaderNames.AUTHORIZATION));
      if (token == null || bans.of(address).isPresent()) {
        return null;
      }
      Announce said = AnnounceJsonReader.read(body);
      return said != null && isAnswered(token, Announcements.checked(said), address)
          ? announcements.answer(token, said, where)
          : null;
    } catch (MalformedValueException e) {
      return null;
    }
  }

  private boolean isAnswered(HostToken token, Announce said, InetAddress address) {
    return token.hostId().equals(said.hostId())
        && (token.operator() || rates.take(address, 1) == 0);
  }
}
