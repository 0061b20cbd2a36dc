package org.p2pd.origin.publish.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.p2pd.origin.catalogue.FileStamp;

/**
 * A small HLS or DASH playlist (RFC 8216, ISO/IEC 23009-1): rewritten every few seconds while a programme is on air, so
 * nobody can wait until it stands still, and it is served from memory, so that what is written next disturbs no
 * response.
 */
public final class PlaylistFile {
  /** Longer ones are files like any other. */
  private static final long BYTES_MAX = 1 << 20;

  private static final String HLS = ".m3u8";
  private static final String DASH = ".mpd";

  private PlaylistFile() {}

  /** Whether the file is one, by name and size. */
  public static boolean is(FoundFile found) {
    String path = found.path();
    return (path.endsWith(HLS) || path.endsWith(DASH)) && found.stamp().size() <= BYTES_MAX;
  }

  /** Its bytes; empty where it changes at this very moment, or is gone. */
  public static Optional<byte[]> read(FoundFile found) {
    try {
      byte[] bytes = Files.readAllBytes(found.file());
      FileStamp now = FileStamp.of(Files.readAttributes(found.file(), BasicFileAttributes.class));
      return now.equals(found.stamp()) && bytes.length == now.size()
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the text has a beginning and an end, so that nobody is in the middle of writing it. */
  public static boolean isWhole(FoundFile found, byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return found.path().endsWith(HLS)
        ? text.startsWith("#EXTM3U") && text.endsWith("\n")
        : text.stripTrailing().endsWith("</MPD>");
  }

  /** The last {@code limit} of the files that an HLS playlist names, as they are written there. */
  public static List<String> named(FoundFile found, byte[] bytes, int limit) {
    if (!found.path().endsWith(HLS)) {
      return List.of();
    }
    List<String> named = new String(bytes, UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.contains("://"))
        .toList();
    return named.subList(Math.max(0, named.size() - limit), named.size());
  }
}
