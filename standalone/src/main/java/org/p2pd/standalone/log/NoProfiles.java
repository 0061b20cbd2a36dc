package org.p2pd.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Leaves out what Spring Boot says at each start of profiles that nobody set. */
final class NoProfiles extends TurboFilter {
  private static final String SAID = "No active profile set";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable error) {
    return format != null && format.startsWith(SAID) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
