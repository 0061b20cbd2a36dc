package org.p2pd.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.tracker.client.TrackerClient;
import reactor.core.publisher.Mono;

/** What the tracker says about the network. */
final class TrackerView {
  private static final int FILMS_MAX = 100;

  private final TrackerClient tracker;

  /**
   * @param tracker its base URL
   */
  TrackerView(String tracker) {
    this.tracker =
        new TrackerClient(new Dialer(new DialPolicy(List.of())), List.of(URI.create(tracker)));
  }

  TrackerStats stats() throws IOException {
    return answer(tracker.stats());
  }

  /** The paths under {@code authority}, at most a hundred. */
  List<String> films(String authority) throws IOException {
    Catalogue page = answer(tracker.catalogue(authority, null, null, FILMS_MAX));
    return page.publications().stream().map(each -> each.url().path()).toList();
  }

  private static <T> T answer(Mono<T> call) throws IOException {
    try {
      T answer = call.block();
      if (answer != null) {
        return answer;
      }
    } catch (RuntimeException e) {
      throw new IOException(Reason.of(e), e);
    }
    throw new IOException("no answer");
  }
}
