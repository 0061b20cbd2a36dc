package org.p2pd.cache.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;

/**
 * The {@code CDN-Loop} field (RFC 8586) of a node that collapses requests: whoever waits here for a content is named in
 * every request that this node sends for it, so that two caches that are each other's parent find out.
 *
 * <p>Thread-safe. Bounded by the requests under way and by {@value #NODES_MAX} names each.
 */
public final class LoopGuard {
  private static final int NODES_MAX = 16;
  private static final Pattern NODE = Pattern.compile("[\\w.:\\[\\]-]{1,128}");
  private static final Pattern CONTENT = Pattern.compile("/?\\.p2pd/content/([0-9a-f]{64})");

  private final String self;
  private final Map<ContentId, Collection<Set<String>>> waiting = new ConcurrentHashMap<>();

  /**
   * Creates the guard of one node.
   *
   * @param self a name that no other node has
   */
  public LoopGuard(String self) {
    this.self = self;
  }

  /** The nodes that a request has passed, read from all its {@code CDN-Loop} lines; what cannot be read is left out. */
  public static Set<String> passed(List<String> lines) {
    Set<String> nodes = new LinkedHashSet<>();
    for (String entry : String.join(",", lines).split(",", NODES_MAX + 1)) {
      String node = entry.split(";", 2)[0].strip();
      if (NODE.matcher(node).matches() && nodes.size() < NODES_MAX) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** Whether a request that passed {@code nodes} was here before. */
  public boolean isLoop(Set<String> nodes) {
    return nodes.contains(self);
  }

  /** Notes that a request that passed {@code nodes} waits for a content; run the result when it no longer does. */
  public Runnable wait(ContentId id, Set<String> nodes) {
    if (nodes.isEmpty()) {
      return () -> {};
    }
    waiting.computeIfAbsent(id, unused -> new ConcurrentLinkedQueue<>()).add(nodes);
    return () -> waiting.computeIfPresent(id, (content, all) -> {
      all.remove(nodes);
      return all.isEmpty() ? null : all;
    });
  }

  /** The field's value for a request that this node sends to {@code path}. */
  public String outgoing(String path) {
    Set<String> nodes = new LinkedHashSet<>(List.of(self));
    waitingFor(contentOf(path)).forEach(nodes::addAll);
    return String.join(", ", nodes.stream().limit(NODES_MAX).toList());
  }

  /** Those who wait for a content; for a request by name, all who wait. */
  private List<Set<String>> waitingFor(@Nullable ContentId id) {
    List<Set<String>> all = new ArrayList<>();
    if (id == null) {
      waiting.values().forEach(all::addAll);
    } else {
      all.addAll(waiting.getOrDefault(id, List.of()));
    }
    return all;
  }

  /** The content that a path names by id; null where it names none. */
  static @Nullable ContentId contentOf(String path) {
    Matcher content = CONTENT.matcher(path);
    return content.matches() ? new ContentId(content.group(1)) : null;
  }
}
