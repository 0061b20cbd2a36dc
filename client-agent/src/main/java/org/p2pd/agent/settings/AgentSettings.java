package org.p2pd.agent.settings;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.p2pd.store.StoreSettings;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The agent's own settings ({@code P2PD_AGENT_…}).
 *
 * @param directory where blocks are kept; null = {@code ~/.p2pd_cache}
 * @param size the most bytes the directory may take
 * @param share whether blocks are sent to other hosts; where not, the agent only downloads
 * @param upload the most that is sent to them, and when
 * @param privacy who is told of what this agent holds
 * @param cache a site cache to prefer, as a URL; null = the one that the site's DNS names, if any
 * @param site where that is looked for
 * @param peerPort where other hosts are answered; 0 = any free port
 * @param portMapping whether a router is asked to open a port where others cannot come otherwise
 * @param publicPort the port by which the user's programs reach the agent, where a container or a forwarder maps another
 *     one to it: the port of the {@code Host} that is answered; 0 = the port that it listens on
 * @param peerBind the address on which other hosts are answered
 */
@ConfigurationProperties("p2pd.agent")
public record AgentSettings(
    @Nullable String directory,
    @DefaultValue("10GB") DataSize size,
    @DefaultValue("true") boolean share,
    @DefaultValue @NestedConfigurationProperty UploadSettings upload,
    @DefaultValue("open") Privacy privacy,
    @Nullable URI cache,
    @DefaultValue @NestedConfigurationProperty SiteSettings site,
    @DefaultValue("1112") int peerPort,
    @DefaultValue("true") boolean portMapping,
    @DefaultValue("0") int publicPort,
    @DefaultValue("0.0.0.0") String peerBind) {
  private static final int PORT_MAX = 65_535;
  private static final int UNPRIVILEGED_PORT_MIN = 1_024;

  public AgentSettings {
    directory = directory == null || directory.isBlank() ? null : directory.strip();
    cache = cache == null || cache.toString().isBlank() ? null : cache;
    if (size.toBytes() < StoreSettings.SIZE_BYTES_MIN) {
      throw new SettingException("P2PD_AGENT_SIZE", size, "at least 1MB, such as 10GB");
    }
    if (cache != null && (!HttpUrl.isOne(cache) || !cache.getScheme().equals("http"))) {
      throw new SettingException(
          "P2PD_AGENT_CACHE", cache, "a URL such as http://cache.campus.example:7090");
    }
    if (peerPort != 0 && (peerPort < UNPRIVILEGED_PORT_MIN || peerPort > PORT_MAX)) {
      throw new SettingException(
          "P2PD_AGENT_PEER_PORT", peerPort, "a port from 1024 to 65535, or 0 for any free one");
    }
    if (publicPort < 0 || publicPort > PORT_MAX) {
      throw new SettingException(
          "P2PD_AGENT_PUBLIC_PORT",
          publicPort,
          "a port from 1 to 65535, or 0 for the one that the agent listens on");
    }
  }

  /** Of an agent that only downloads: nobody is sent anything. */
  public static AgentSettings downloading(
      @Nullable String directory, DataSize size, Privacy privacy) {
    return new AgentSettings(
        directory,
        size,
        false,
        new UploadSettings(null, null, null, 1, false, false),
        privacy,
        null,
        SiteSettings.SEARCHED,
        0,
        false,
        0,
        "127.0.0.1");
  }

  /** Where blocks are kept. */
  public Path root() {
    try {
      return directory == null
          ? Path.of(System.getProperty("user.home", "."), ".p2pd_cache")
          : Path.of(directory).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingException(
          "P2PD_AGENT_DIRECTORY", String.valueOf(directory), "a path of this system");
    }
  }
}
