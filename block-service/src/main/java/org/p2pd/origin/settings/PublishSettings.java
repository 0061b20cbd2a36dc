package org.p2pd.origin.settings;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is published, under which names, and how others reach this origin ({@code P2PD_PUBLISH_…}).
 *
 * @param directory the tree that is published, in place and read-only
 * @param authority names of this provider, {@code host[:port]}; the first is canonical, the others are aliases; empty =
 *     {@code localhost:<port>}
 * @param url how others reach this origin; null = the socket address that the tracker sees
 * @param trackerUrls base URLs of the tracker that clients are told of at {@code /.well-known/p2pd}; empty = those of {@code
 *     P2PD_TRACKER_URL}
 * @param token the operator's token at the tracker; null = the tracker is not told anything
 * @param peers whether viewers' agents may be handed out as holders
 * @param mirrors base URLs of plain HTTP servers that hold the same tree
 * @param internal whether only caches with the operator's token are told of this origin
 * @param playlist whether viewers' programs that ask for a film by HTTP get its playlist, unless they add {@code
 *     ?direct}
 * @param redirect whether viewers without an agent are sent to a healthy cache near them
 * @param uploadLimit bytes a second of all connections together; null = unlimited
 * @param uploadLimitPerConnection bytes a second of each connection; null = unlimited
 * @param responsesMax films under way at once; more are answered 503
 * @param metalinkAgents whether Metalinks and torrents may name viewers' agents as sources
 * @param page whether GET / lists the films, where the tree has no index.html of its own
 * @param blockSize of every film; null = chosen by length
 * @param signingKey files with the base64 of a 32-byte Ed25519 seed; the first signs, the others are being replaced;
 *     empty = publications are not signed
 * @param stateDirectory where the origin remembers what it has read, outside the published tree
 * @param rescan how often the whole tree is looked through, besides what the system tells of it
 * @param settle how long a file must stand still to be taken
 */
@ConfigurationProperties("p2pd.publish")
public record PublishSettings(
    @Nullable String directory,
    @DefaultValue List<String> authority,
    @Nullable String url,
    @DefaultValue List<String> trackerUrls,
    @Nullable String token,
    @DefaultValue("true") boolean peers,
    @DefaultValue List<String> mirrors,
    @DefaultValue("false") boolean internal,
    @DefaultValue("false") boolean playlist,
    @DefaultValue("false") boolean redirect,
    @DefaultValue("false") boolean metalinkAgents,
    @Nullable DataSize uploadLimit,
    @Nullable DataSize uploadLimitPerConnection,
    @DefaultValue("10000") int responsesMax,
    @DefaultValue("true") boolean page,
    @Nullable DataSize blockSize,
    @DefaultValue List<String> signingKey,
    @Nullable String stateDirectory,
    @DefaultValue("10s") Duration rescan,
    @DefaultValue("2s") Duration settle) {
  private static final DataSize RATE_MIN = DataSize.ofKilobytes(64);
  private static final Duration RESCAN_MIN = Duration.ofMillis(50);
  private static final Duration SETTLE_MAX = Duration.ofHours(1);

  public PublishSettings {
    directory = blankToNull(directory);
    url = blankToNull(url);
    token = blankToNull(token);
    signingKey =
        signingKey.stream().filter(each -> !each.isBlank()).map(String::strip).toList();
    stateDirectory = blankToNull(stateDirectory);
    authority = authority.stream()
        .filter(each -> !each.isBlank())
        .map(PublishSettings::normalised)
        .distinct()
        .toList();
    mirrors = mirrors.stream()
        .filter(each -> !each.isBlank())
        .map(each -> baseUrl("P2PD_PUBLISH_MIRRORS", each))
        .toList();
    trackerUrls = trackerUrls.stream()
        .filter(each -> !each.isBlank())
        .map(each -> baseUrl("P2PD_PUBLISH_TRACKER_URLS", each))
        .toList();
    if (url != null) {
      url = baseUrl("P2PD_PUBLISH_URL", url);
    }
    if (blockSize != null) {
      requireBlockSize(blockSize);
    }
    requireRate("P2PD_PUBLISH_UPLOAD_LIMIT", uploadLimit);
    requireRate("P2PD_PUBLISH_UPLOAD_LIMIT_PER_CONNECTION", uploadLimitPerConnection);
    if (responsesMax < 1) {
      throw new SettingException(
          "P2PD_PUBLISH_RESPONSES_MAX", responsesMax, "at least 1, such as 10000");
    }
    if (rescan.compareTo(RESCAN_MIN) < 0) {
      throw new SettingException(
          "P2PD_PUBLISH_RESCAN", rescan, "at least " + RESCAN_MIN.toMillis() + "ms, such as 10s");
    }
    if (settle.isNegative() || settle.compareTo(SETTLE_MAX) > 0) {
      throw new SettingException("P2PD_PUBLISH_SETTLE", settle, "0s to 1h, such as 2s");
    }
  }

  /** The published tree. */
  public Path root() {
    if (directory == null) {
      throw new SettingException(
          "P2PD_PUBLISH_DIRECTORY", "not set", "the directory to publish, such as /srv/media");
    }
    return path("P2PD_PUBLISH_DIRECTORY", directory);
  }

  /** Where state is kept. */
  public Path stateRoot() {
    String home = System.getProperty("user.home", "");
    return stateDirectory == null
        ? Path.of(home, ".p2pd_origin")
        : path("P2PD_PUBLISH_STATE_DIRECTORY", stateDirectory);
  }

  /** The files of the signing keys, where publications are signed. */
  public List<Path> signingKeyFiles() {
    return signingKey.stream()
        .map(each -> path("P2PD_PUBLISH_SIGNING_KEY", each))
        .toList();
  }

  /** How a film of {@code length} bytes is cut. */
  public BlockLayout layoutOf(long length) {
    return blockSize == null
        ? BlockLayout.ofLength(length)
        : new BlockLayout(length, Math.toIntExact(blockSize.toBytes()));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static String normalised(String authority) {
    return SettingException.read(
        "P2PD_PUBLISH_AUTHORITY",
        authority,
        ContentName::normaliseAuthority,
        "host[:port], such as cdn.example.org");
  }

  /** Reads {@code host[:port]} or a URL; no slash at the end. */
  private static String baseUrl(String name, String text) {
    String stripped = text.strip();
    String url = stripped.contains("://") ? stripped : "http://" + stripped;
    if (!isBaseUrl(url)) {
      throw new SettingException(name, text, "a URL such as http://origin.example.org:7080");
    }
    return url.replaceFirst("/+$", "");
  }

  private static boolean isBaseUrl(String text) {
    URI uri = HttpUrl.of(text);
    return uri != null && uri.getRawQuery() == null && uri.getRawFragment() == null;
  }

  private static Path path(String name, String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingException(name, text, "a path of this system");
    }
  }

  private static void requireRate(String name, @Nullable DataSize bytesPerSecond) {
    if (bytesPerSecond != null && bytesPerSecond.compareTo(RATE_MIN) < 0) {
      throw new SettingException(
          name, bytesPerSecond, "at least 64KB a second, such as 10MB; unset = unlimited");
    }
  }

  private static void requireBlockSize(DataSize size) {
    long bytes = size.toBytes();
    if (Long.bitCount(bytes) != 1
        || bytes < BlockLayout.BLOCK_SIZE_MIN
        || bytes > BlockLayout.BLOCK_SIZE_MAX) {
      throw new SettingException(
          "P2PD_PUBLISH_BLOCK_SIZE", size, "a power of two from 16KB to 64MB, such as 1MB");
    }
  }
}
