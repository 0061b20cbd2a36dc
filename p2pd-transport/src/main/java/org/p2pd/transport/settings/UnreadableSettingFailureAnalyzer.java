package org.p2pd.transport.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.unit.DataSize;

/** Says of a setting that is no size, number, URL or word of a list what it is, and what to write instead. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class UnreadableSettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
    ConfigurationProperty property = cause.getProperty();
    ConversionFailedException unread = findCause(cause, ConversionFailedException.class);
    if (property == null || unread == null) {
      return null;
    }
    return new FailureAnalysis(
        name(property.getName().toString()) + ": " + property.getValue() + " (expected: "
            + expected(unread.getTargetType().getObjectType()) + ")",
        SettingFailureAnalyzer.ACTION,
        cause);
  }

  /** As it is called in the environment, and in the documents. */
  private static String name(String property) {
    return property.startsWith("p2pd.") ? SettingNames.environment(property) : property;
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(each -> String.valueOf(each).toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" or "));
    }
    if (type == DataSize.class) {
      return "a size such as 10GB";
    }
    if (type == Duration.class) {
      return "a time such as 30s";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == URI.class) {
      return "a URL such as http://cache.example.org:7090";
    }
    return Number.class.isAssignableFrom(type) ? "a number" : "a " + type.getSimpleName();
  }
}
