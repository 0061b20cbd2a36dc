package org.p2pd.standalone.savings;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * One film through a log's time: which viewers and sites hold how much of it, and how much upload is taken.
 *
 * <p>A log says how much was asked for, not which part. The film is taken to be as long as the most that one viewer got of it
 * so far, and a holder of a third of it has a third of whatever is asked for.
 */
final class Title {
  private static final int VIEWERS_MAX = 100_000;
  private static final int HOLDERS_LOOKED_AT = 100;
  private static final long DAY_SECONDS = 86_400;

  private final Map<String, Long> bytesOfViewer = bounded();
  private final Map<String, Long> holdersUntil = bounded();
  private final Map<String, Kept> keptAtSite = bounded();
  private final PriorityQueue<Upload> uploads =
      new PriorityQueue<>((a, b) -> Double.compare(a.end, b.end));
  private double uploadTaken;
  private long length;
  private BytesBySender all = BytesBySender.NONE;

  private record Kept(long bytes, long lastAsked) {}

  private record Upload(double end, double rate) {}

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > VIEWERS_MAX;
      }
    };
  }

  /** All answers so far. */
  BytesBySender all() {
    return all;
  }

  /**
   * Who would have answered {@code request}.
   *
   * @param sharing whether its sender has the agent, and shares afterwards
   * @param site its sender's network, where that has a cache; else empty
   */
  BytesBySender answer(LoggedRequest request, Assumptions given, boolean sharing, String site) {
    forget(request.at());
    long cached = site.isEmpty() ? 0 : fromCache(request, given, site);
    long peers = sharing ? fromPeers(request, request.bytes() - cached, given) : 0;
    note(request, given, sharing);
    BytesBySender answer = new BytesBySender(request.bytes() - cached - peers, cached, peers);
    all = all.plus(answer);
    return answer;
  }

  private void forget(long now) {
    Iterator<Long> untils = holdersUntil.values().iterator();
    while (untils.hasNext() && untils.next() < now) {
      untils.remove();
    }
    while (!uploads.isEmpty() && uploads.element().end() <= now) {
      uploadTaken -= uploads.remove().rate();
    }
  }

  private long fromCache(LoggedRequest request, Assumptions given, String site) {
    Kept kept = keptAtSite.getOrDefault(site, new Kept(0, request.at()));
    boolean evicted = request.at() - kept.lastAsked() > given.cacheDays() * DAY_SECONDS;
    long held = evicted ? 0 : kept.bytes();
    long answered = (long) (request.bytes() * part(held));
    long after = held + request.bytes() - answered;
    keptAtSite.put(
        site, new Kept(Math.min(after, Math.max(length, request.bytes())), request.at()));
    return answered;
  }

  private long fromPeers(LoggedRequest request, long wanted, Assumptions given) {
    int others = holdersUntil.size() - (holdersUntil.containsKey(request.client()) ? 1 : 0);
    double free = others * given.uploadBitsPerSecond() - uploadTaken;
    double rate = Math.min(given.filmBitsPerSecond(), free);
    if (rate <= 0 || wanted == 0) {
      return 0;
    }
    uploads.add(new Upload(request.at() + wanted * 8 / given.filmBitsPerSecond(), rate));
    uploadTaken += rate;
    return (long)
        (wanted * part(mostHeldByOthers(request.client())) * rate / given.filmBitsPerSecond());
  }

  private long mostHeldByOthers(String client) {
    return holdersUntil.keySet().stream()
        .filter(holder -> !holder.equals(client))
        .limit(HOLDERS_LOOKED_AT)
        .mapToLong(holder -> bytesOfViewer.getOrDefault(holder, 0L))
        .max()
        .orElse(0);
  }

  private double part(long bytes) {
    return length == 0 ? 0 : Math.min(1, (double) bytes / length);
  }

  private void note(LoggedRequest request, Assumptions given, boolean sharing) {
    long bytes = bytesOfViewer.merge(request.client(), request.bytes(), Long::sum);
    length = Math.max(length, bytes);
    if (sharing) {
      // Behind the others: they are in the order in which they leave.
      holdersUntil.remove(request.client());
      holdersUntil.put(request.client(), request.at() + given.keep().toSeconds());
    }
  }
}
