package org.p2pd.standalone.cli.report;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.standalone.savings.NetworkHistory;
import org.p2pd.standalone.savings.NetworkSavings;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.tracker.client.TrackerClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What a tracker, and a cache, say about themselves. */
final class ReportedNetwork {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 4 << 20;
  private static final int PAGES_MAX = 100;
  private static final int CATALOGUE_PAGE = 500;

  private final JsonHttp http =
      new JsonHttp(HttpClient.newConnection().followRedirect(false), ANSWER_MAX);
  private final TrackerClient tracker;

  /**
   * @param replicas base URLs of the tracker's replicas, at least one
   */
  ReportedNetwork(List<URI> replicas) {
    this.tracker = new TrackerClient(new Dialer(new DialPolicy(List.of())), replicas);
  }

  /** The replica that answers. */
  URI url() {
    return tracker.replica();
  }

  TrackerStats stats() throws IOException {
    return answer(tracker.stats(), "the tracker", tracker.replica());
  }

  NetworkHistory history() throws IOException {
    return get("the tracker", url().resolve("/v1/history"), NetworkHistory.class);
  }

  /** What a tracker says at its management port of the last {@code days}, page by page. */
  List<NetworkSavings> savings(URI management, int days) throws IOException {
    List<NetworkSavings> pages = new ArrayList<>();
    Integer offset = 0;
    while (offset != null && pages.size() < PAGES_MAX) {
      NetworkSavings page = get(
          "the tracker's management port",
          management.resolve("/actuator/savings?limit=1000&days=" + days + "&offset=" + offset),
          NetworkSavings.class);
      pages.add(page);
      offset = page.next();
    }
    return pages;
  }

  /** One title of a cache: requests by name, and those that found all they wanted. */
  record Title(String name, long length, long requests, long hits) {}

  /** What {@code cache} was asked for since it started, most first. */
  List<Title> titlesOf(URI cache) throws IOException {
    Map<String, String> names = names();
    List<Title> titles = new ArrayList<>();
    String after = null;
    for (int page = 0; page < PAGES_MAX; page++) {
      CachePage read = get(
          "the cache's management port",
          cache.resolve("/actuator/cache?limit=1000" + (after == null ? "" : "&after=" + after)),
          CachePage.class);
      for (CachedContent each : read.contents()) {
        String name = names.getOrDefault(each.contentId(), each.contentId());
        titles.add(new Title(name, each.length(), each.requests(), each.hits()));
      }
      after = read.next();
      if (after == null) {
        break;
      }
    }
    titles.sort(Comparator.comparingLong(Title::requests).reversed());
    return titles;
  }

  private record CachePage(
      List<CachedContent> contents, @Nullable String next) {}

  private record CachedContent(String contentId, long length, long requests, long hits) {}

  private Map<String, String> names() throws IOException {
    Map<String, String> names = new HashMap<>();
    String cursor = null;
    for (int page = 0; page < PAGES_MAX; page++) {
      Catalogue read = answer(
          tracker.catalogue(null, null, cursor, CATALOGUE_PAGE), "the tracker", tracker.replica());
      for (Publication each : read.publications()) {
        names.put(each.contentId().hex(), each.url().url());
      }
      cursor = read.next();
      if (cursor == null) {
        break;
      }
    }
    return names;
  }

  private <T> T get(String whom, URI uri, Class<T> form) throws IOException {
    return answer(http.get(uri, form, BYTES_MAX), whom, uri);
  }

  private static <T> T answer(Mono<T> call, String whom, URI where) throws IOException {
    T answer;
    try {
      answer = call.block();
    } catch (RuntimeException e) {
      throw new IOException(whom + " " + where + " does not answer: " + Reason.of(e), e);
    }
    if (answer == null) {
      throw new IOException(where + " is not there: is that " + whom + "?");
    }
    return answer;
  }
}
