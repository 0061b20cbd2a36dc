package org.p2pd.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.agent.settings.AgentSettings;
import org.p2pd.cache.settings.CacheSettings;
import org.p2pd.cache.settings.ClusterSettings;
import org.p2pd.cache.settings.OriginSettings;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.tracker.settings.RedisSettings;
import org.p2pd.tracker.settings.TrackerSettings;
import org.p2pd.transport.settings.SettingException;
import org.p2pd.transport.trace.TraceSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A wrong value of any setting is answered with its name in the environment and with what would be right. */
class WrongSettingsTest {
  private static final Map<String, Class<?>> RECORDS = Map.of(
      "p2pd.tracker", TrackerSettings.class,
      "p2pd.redis", RedisSettings.class,
      "p2pd.publish", PublishSettings.class,
      "p2pd.cache", CacheSettings.class,
      "p2pd.cache.site", ClusterSettings.class,
      "p2pd.cache.origin", OriginSettings.class,
      "p2pd.agent", AgentSettings.class,
      "p2pd.traces", TraceSettings.class);

  /** What a cache always has. */
  private static final Map<String, String> CACHE = Map.of(
      "p2pd.cache.directory", "target/wrong-settings",
      "p2pd.cache.size", "1GB",
      "p2pd.cache.memory", "0");

  @ParameterizedTest
  @CsvSource({
    "p2pd.tracker, secret, short, P2PD_TRACKER_SECRET",
    "p2pd.tracker, publish-token, short, P2PD_TRACKER_PUBLISH_TOKEN",
    "p2pd.tracker, proxies, 10.0.0.0/99, P2PD_TRACKER_PROXIES",
    "p2pd.tracker, proxies, nonsense, P2PD_TRACKER_PROXIES",
    "p2pd.tracker, rate-per-address, -1, P2PD_TRACKER_RATE",
    "p2pd.redis, timeout, 1h, P2PD_REDIS_TIMEOUT",
    "p2pd.redis, queue-max, 1, P2PD_REDIS_QUEUE_MAX",
    "p2pd.publish, authority, a/b, P2PD_PUBLISH_AUTHORITY",
    "p2pd.publish, url, ::, P2PD_PUBLISH_URL",
    "p2pd.publish, mirrors, ::, P2PD_PUBLISH_MIRRORS",
    "p2pd.publish, block-size, 3KB, P2PD_PUBLISH_BLOCK_SIZE",
    "p2pd.publish, upload-limit, 1KB, P2PD_PUBLISH_UPLOAD_LIMIT",
    "p2pd.publish, upload-limit-per-connection, 1KB, P2PD_PUBLISH_UPLOAD_LIMIT_PER_CONNECTION",
    "p2pd.publish, responses-max, 0, P2PD_PUBLISH_RESPONSES_MAX",
    "p2pd.publish, rescan, 1ms, P2PD_PUBLISH_RESCAN",
    "p2pd.publish, settle, 2h, P2PD_PUBLISH_SETTLE",
    "p2pd.cache, size, 1KB, P2PD_CACHE_SIZE",
    "p2pd.cache, memory, -1, P2PD_CACHE_MEMORY",
    "p2pd.cache, authorities, a/b, P2PD_CACHE_AUTHORITIES",
    "p2pd.cache, networks, nonsense, P2PD_CACHE_NETWORKS",
    "p2pd.cache, networks, 10.0.0.0/99, P2PD_CACHE_NETWORKS",
    "p2pd.cache, parent, ::, P2PD_CACHE_PARENT",
    "p2pd.cache, url, http://cache.example:7090, P2PD_CACHE_URL",
    "p2pd.cache.site, tracker, http://tracker.example:7070, P2PD_CACHE_SITE_TRACKER",
    "p2pd.cache.origin, limit, 1KB, P2PD_CACHE_ORIGIN_LIMIT",
    "p2pd.agent, size, 1KB, P2PD_AGENT_SIZE",
    "p2pd.agent, cache, ftp://cache.example, P2PD_AGENT_CACHE",
    "p2pd.agent, peer-port, 80, P2PD_AGENT_PEER_PORT",
    "p2pd.agent, upload.limit, 1KB, P2PD_AGENT_UPLOAD_LIMIT",
    "p2pd.agent, upload.monthly, -1, P2PD_AGENT_UPLOAD_MONTHLY",
    "p2pd.agent, upload.hours, late, P2PD_AGENT_UPLOAD_HOURS",
    "p2pd.agent, upload.peers, 0, P2PD_AGENT_UPLOAD_PEERS",
    "p2pd.traces, share, 2, P2PD_TRACES_SHARE"
  })
  void bind_wrongValue_namesTheVariableAndWhatIsExpected(
      String prefix, String key, String value, String variable) {
    Map<String, String> settings = new HashMap<>(CACHE);
    settings.put(prefix + "." + key, value);
    Binder binder = new Binder(new MapConfigurationPropertySource(settings));

    Throwable failure =
        catchThrowable(() -> binder.bind(prefix, Objects.requireNonNull(RECORDS.get(prefix))));

    assertThat(failure)
        .rootCause()
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(variable + ": ")
        .hasMessageContaining("(expected: ");
  }
}
