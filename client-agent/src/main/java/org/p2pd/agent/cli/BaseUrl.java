package org.p2pd.agent.cli;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a tracker or an agent as it is typed. */
public final class BaseUrl implements ITypeConverter<URI> {
  /** For picocli. */
  public BaseUrl() {}

  /**
   * The URL that {@code text} is.
   *
   * @throws TypeConversionException where it is none that can be asked
   */
  @Override
  public URI convert(String text) {
    try {
      URI url = URI.create(text.strip());
      if (String.valueOf(url.getScheme()).matches("https?") && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new TypeConversionException(
        "'" + text + "' (expected: a URL such as http://localhost:7070)");
  }
}
