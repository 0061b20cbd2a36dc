package org.p2pd.origin.publish;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.publish.disk.FoundFile;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;

/**
 * Makes publications: the same file, content and version always give the same ones, so a restart changes nothing.
 *
 * <p>A publication expires a day after its version was given; {@link #isDue} says when it wants a new version.
 */
final class PublicationMaker {
  private static final Duration VALID = Duration.ofHours(24);
  private static final Duration RENEWED_AFTER = VALID.dividedBy(2);

  private final PublishSettings settings;
  private final Authorities authorities;
  private final @Nullable PublisherKey key;

  PublicationMaker(PublishSettings settings, Authorities authorities, @Nullable PublisherKey key) {
    this.settings = settings;
    this.authorities = authorities;
    this.key = key;
  }

  /**
   * Makes the publications of a file under all names.
   *
   * @param held the file's bytes where they are served from memory
   */
  PublishedFile make(FoundFile found, Manifest manifest, long version, byte @Nullable [] held) {
    List<Publication> publications = authorities.all().stream()
        .map(authority -> publication(authority, found, manifest, version))
        .toList();
    return new PublishedFile(
        found.path(), found.file(), found.stamp(), manifest, publications, held);
  }

  static boolean isDue(long version, long nowMillis) {
    return nowMillis - version >= RENEWED_AFTER.toMillis();
  }

  private Publication publication(
      String authority, FoundFile found, Manifest manifest, long version) {
    Publication unsigned = new Publication(
        new ContentName(authority, found.path()),
        manifest.contentId(),
        manifest.layout().length(),
        manifest.layout().blockSize(),
        Objects.requireNonNull(manifest.digest()),
        MediaTypes.of(found.path()),
        found.stamp().modified().toEpochMilli(),
        version,
        version + VALID.toMillis(),
        settings.peers(),
        settings.mirrors().stream().map(mirror -> mirror + found.path()).toList(),
        null,
        null);
    return key == null ? unsigned : key.sign(unsigned);
  }
}
