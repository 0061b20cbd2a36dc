package org.p2pd.transport.trace;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and where spans are sent.
 *
 * @param url an OpenTelemetry collector's base URL for OTLP over HTTP, such as {@code http://collector:4318}; unset = no spans
 * @param share of requests that begin a trace here, 0 to 1; those that come within a trace go by what it says
 */
@ConfigurationProperties("p2pd.traces")
public record TraceSettings(
    @Nullable URI url, @DefaultValue("1") double share) {
  public TraceSettings {
    if (url != null && url.toString().isBlank()) {
      url = null;
    }
    if (url != null && !HttpUrl.isOne(url)) {
      throw new SettingException("P2PD_TRACES_URL", url, "a URL such as http://collector:4318");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new SettingException("P2PD_TRACES_SHARE", share, "a number from 0 to 1, such as 0.01");
    }
  }
}
