package org.p2pd.agent.cli;

import java.net.URI;
import org.p2pd.transport.dial.HttpUrl;
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
    URI url = HttpUrl.of(text.strip());
    if (url == null) {
      throw new TypeConversionException(
          "'" + text + "' (expected: a URL such as http://localhost:7070)");
    }
    return url;
  }
}
