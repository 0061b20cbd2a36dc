package org.p2pd.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.tracker.Catalogue;
import org.p2pd.protocol.tracker.TrackerStats;
import org.p2pd.transport.wire.WireFormat;

/** What the tracker says about the network. */
final class TrackerView {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final int STATUS_OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String tracker;

  /**
   * @param tracker its base URL, without a slash at the end
   */
  TrackerView(String tracker) {
    this.tracker = tracker;
  }

  TrackerStats stats() throws IOException, InterruptedException {
    return get("/v1/stats", TrackerStats.class);
  }

  /** The paths under {@code authority}, at most a hundred. */
  List<String> films(String authority) throws IOException, InterruptedException {
    Catalogue page = get("/v1/publications?limit=100&authority=" + authority, Catalogue.class);
    return page.publications().stream().map(each -> each.url().path()).toList();
  }

  private <T> T get(String path, Class<T> form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(tracker + path)).timeout(ANSWER_MAX).build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != STATUS_OK) {
      throw new IOException(path + " was answered with " + answer.statusCode());
    }
    return WireFormat.json().readValue(answer.body(), form);
  }
}
