package org.p2pd.origin.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * All that is published now: by path, by content and by block. Read by any thread, written by the publisher's only.
 *
 * <p>Files with equal bytes share a content. Costs about 150 bytes of memory per distinct block.
 */
public final class Catalogue {
  private final Map<String, PublishedFile> byPath = new ConcurrentHashMap<>();
  private final Map<ContentId, List<PublishedFile>> byContent = new ConcurrentHashMap<>();
  private final Map<Digest, BlockLocation> blocks = new ConcurrentHashMap<>();
  /** Contents with a block that is counted to another content. */
  private final Set<ContentId> sharing = new HashSet<>();

  private final Set<ContentId> recalled = new HashSet<>();
  /** Of all files that are served from memory. */
  private long heldBytes;

  private final List<CatalogueListener> listeners = new CopyOnWriteArrayList<>();

  /** Tells {@code listener} of everything that changes from now on. */
  public void addListener(CatalogueListener listener) {
    listeners.add(listener);
  }

  /** The file published under a path in normal form. */
  public Optional<PublishedFile> byPath(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** The files whose bytes are {@code contentId}; empty where it is not published. */
  public List<PublishedFile> holding(ContentId contentId) {
    return byContent.getOrDefault(contentId, List.of());
  }

  /** Where the block named {@code digest} is. */
  public Optional<BlockLocation> placeOf(Digest digest) {
    return Optional.ofNullable(blocks.get(digest));
  }

  /** Everything published, in no order. */
  public Collection<PublishedFile> files() {
    return Collections.unmodifiableCollection(byPath.values());
  }

  /** Every content published, once. */
  public Collection<ContentId> contents() {
    return Collections.unmodifiableCollection(byContent.keySet());
  }

  /** The bytes of all files that are served from memory; for the publisher's thread. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Withdraws every file whose bytes are {@code contentId}, and publishes none of them for as long as this process lives. */
  public void recall(ContentId contentId) {
    recalled.add(contentId);
    holding(contentId).forEach(file -> withdraw(file.path()));
  }

  /** Publishes {@code file}, unless its content was recalled; what was published under its path until now is withdrawn. */
  public void publish(PublishedFile file) {
    if (recalled.contains(file.contentId())) {
      withdraw(file.path());
      return;
    }
    PublishedFile before = byPath.put(file.path(), file);
    heldBytes += file.heldBytes();
    byContent.merge(file.contentId(), List.of(file), Catalogue::concatenated);
    if (before != null) {
      forgetContent(before);
    }
    indexBlocks(file.manifest());
    listeners.forEach(listener -> listener.published(file));
  }

  /** Withdraws what is published under {@code path}, if anything. */
  public void withdraw(String path) {
    PublishedFile before = byPath.remove(path);
    if (before != null) {
      forgetContent(before);
      announceWithdrawn(before);
    }
  }

  /** Tells listeners that {@code file}, published in an earlier life of this process, is no longer served. */
  public void announceWithdrawn(PublishedFile file) {
    listeners.forEach(listener -> listener.withdrawn(file));
  }

  private void forgetContent(PublishedFile file) {
    heldBytes -= file.heldBytes();
    List<PublishedFile> left =
        byContent.computeIfPresent(file.contentId(), (id, files) -> without(file, files));
    if (left == null) {
      unindexBlocks(file.manifest());
    }
  }

  private static List<PublishedFile> concatenated(
      List<PublishedFile> files, List<PublishedFile> more) {
    List<PublishedFile> all = new ArrayList<>(files);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** The other files, or null for none: then the content is gone from the map. */
  @SuppressWarnings("NullAway")
  private static List<PublishedFile> without(PublishedFile file, List<PublishedFile> files) {
    List<PublishedFile> left = files.stream().filter(each -> each != file).toList();
    return left.isEmpty() ? null : left;
  }

  private void indexBlocks(Manifest manifest) {
    ContentId id = manifest.contentId();
    for (int i = 0; i < manifest.blockCount(); i++) {
      BlockLocation place = blocks.putIfAbsent(manifest.blockDigest(i), new BlockLocation(id, i));
      if (place != null && !place.contentId().equals(id)) {
        sharing.add(id);
      }
    }
  }

  /** Blocks that another content has too were counted to the first one; now they are counted to the other. */
  private void unindexBlocks(Manifest manifest) {
    ContentId id = manifest.contentId();
    for (int i = 0; i < manifest.blockCount(); i++) {
      blocks.computeIfPresent(manifest.blockDigest(i), (digest, place) -> keptUnless(id, place));
    }
    sharing.remove(id);
    for (ContentId other : Set.copyOf(sharing)) {
      holding(other).stream().limit(1).forEach(file -> indexBlocks(file.manifest()));
    }
  }

  @SuppressWarnings("NullAway")
  private static BlockLocation keptUnless(ContentId id, BlockLocation place) {
    return place.contentId().equals(id) ? null : place;
  }
}
