package org.p2pd.cache.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.store.StoreSettings;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code p2pd.cache.*}.
 *
 * @param directory where blocks are kept, in one directory or several; made where they are missing
 * @param size the most bytes of all files in them together
 * @param memory the most bytes of blocks that are mapped into memory, to be sent from there; 0 = none
 * @param authorities whose films this cache serves; empty = all that the tracker publishes
 * @param networks for whose clients it fetches what it lacks; null = everyone where authorities are set, else loopback
 *     and private networks; empty = nobody
 * @param parent the cache one step up; null = none
 * @param url how others reach this cache, where that differs from its socket address; needs {@code token}
 * @param token the operator's token; null = the cache has no operator's standing
 */
@ConfigurationProperties("p2pd.cache")
public record CacheSettings(
    List<Path> directory,
    DataSize size,
    DataSize memory,
    @Nullable List<String> authorities,
    @Nullable List<String> networks,
    @Nullable String parent,
    @Nullable String url,
    @Nullable String token) {
  private static final List<String> EVERYONE = List.of("0.0.0.0/0", "::/0");
  private static final List<String> NEAR = List.of(
      "127.0.0.0/8",
      "::1/128",
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "100.64.0.0/10",
      "fc00::/7");

  public CacheSettings {
    if (directory == null || directory.isEmpty() || size == null) {
      throw new SettingException(
          "P2PD_CACHE_DIRECTORY, P2PD_CACHE_SIZE",
          directory + ", " + size,
          "a directory and a size, such as /var/cache/p2pd and 10GB; several directories are"
              + " separated by commas");
    }
    directory =
        directory.stream().map(each -> each.toAbsolutePath().normalize()).toList();
    refuseNested(directory);
    if (size.toBytes() < StoreSettings.SIZE_BYTES_MIN) {
      throw new SettingException("P2PD_CACHE_SIZE", size, "at least 1MB, such as 10GB");
    }
    if (memory == null || memory.isNegative()) {
      throw new SettingException("P2PD_CACHE_MEMORY", memory, "0 or a size, such as 1GB");
    }
    authorities = authorities == null
        ? List.of()
        : authorities.stream().map(CacheSettings::normalised).distinct().toList();
    networks = networks == null ? null : List.copyOf(networks);
    fetchNetworks(authorities, networks).forEach(CacheSettings::requireNetwork);
    parent = baseUrl("P2PD_CACHE_PARENT", parent);
    url = baseUrl("P2PD_CACHE_URL", url);
    token = token == null || token.isBlank() ? null : token.strip();
    if (url != null && token == null) {
      throw new SettingException(
          "P2PD_CACHE_URL",
          url,
          "the operator's P2PD_CACHE_TOKEN with it; without a token the tracker takes the address it sees");
    }
  }

  private static String normalised(String authority) {
    return SettingException.read(
        "P2PD_CACHE_AUTHORITIES",
        authority,
        ContentName::normaliseAuthority,
        "host[:port], such as cdn.example.org");
  }

  private static void requireNetwork(String text) {
    SettingException.read(
        "P2PD_CACHE_NETWORKS",
        text,
        Cidr::parse,
        "addresses or networks such as 10.1.0.0/16 or fd00::/8");
  }

  private static void refuseNested(List<Path> directories) {
    for (Path one : directories) {
      for (Path other : directories) {
        if (one != other && other.startsWith(one)) {
          throw new SettingException(
              "P2PD_CACHE_DIRECTORY",
              directories,
              "directories of which none is another or lies in another");
        }
      }
    }
  }

  /** {@code host[:port]} is {@code http} there; a trailing slash is dropped. */
  private static @Nullable String baseUrl(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String full = text.contains("://") ? text.strip() : "http://" + text.strip();
    String base = full.endsWith("/") ? full.substring(0, full.length() - 1) : full;
    if (!isBaseUrl(base)) {
      throw new SettingException(name, text, "a base URL such as http://cache.example.com:7090");
    }
    return base;
  }

  private static boolean isBaseUrl(String text) {
    URI uri = HttpUrl.of(text);
    return uri != null && uri.getRawPath().isEmpty() && uri.getQuery() == null;
  }

  /** The authorities whose films are served; empty = all that the tracker publishes. */
  public List<String> servedAuthorities() {
    return authorities == null ? List.of() : authorities;
  }

  /** The networks for whose clients the cache fetches, defaults filled in, in CIDR notation. */
  public List<String> fetchNetworks() {
    return fetchNetworks(servedAuthorities(), networks);
  }

  private static List<String> fetchNetworks(
      List<String> authorities, @Nullable List<String> networks) {
    if (networks != null) {
      return networks;
    }
    return authorities.isEmpty() ? NEAR : EVERYONE;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "CacheSettings[" + directory + ", " + size + ", authorities " + authorities
        + ", networks " + networks + ", parent " + parent + ", url " + url + "]";
  }
}
