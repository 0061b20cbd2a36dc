package org.p2pd.standalone.savings;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answered request for part or all of a file, as a web server logs it.
 *
 * @param client the address, or name, of who asked
 * @param at epoch seconds
 * @param path without the query
 * @param bytes of the answer's body, more than 0
 */
public record LoggedRequest(String client, long at, String path, long bytes) {
  /** The most characters of a line that is looked at. */
  public static final int CHARS_MAX = 16_384;

  /** Common Log Format; combined is the same with more behind it. A virtual host may come first. */
  private static final Pattern COMMON = Pattern.compile(
      "^(?:\\S+:\\d+ )?(\\S+) \\S+ \\S.*? \\[([^\\]]{20,32})] \"(\\S+) (\\S+)[^\"]*\" (\\d{3}) (\\d+|-)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  /** What {@code line} says; empty where it is no such line, or nothing that was delivered. */
  public static Optional<LoggedRequest> parse(String line) {
    if (line.length() > CHARS_MAX) {
      return Optional.empty();
    }
    Matcher fields = COMMON.matcher(line);
    return fields.find() && isDelivery(fields) ? request(fields) : Optional.empty();
  }

  private static boolean isDelivery(Matcher fields) {
    String status = fields.group(5);
    return fields.group(3).equals("GET")
        && (status.equals("200") || status.equals("206"))
        && !fields.group(6).equals("-");
  }

  private static Optional<LoggedRequest> request(Matcher fields) {
    try {
      long bytes = Long.parseLong(fields.group(6));
      long at = OffsetDateTime.parse(fields.group(2), TIME).toEpochSecond();
      String path = fields.group(4).replaceFirst("[?#].*", "");
      return bytes == 0
          ? Optional.empty()
          : Optional.of(new LoggedRequest(fields.group(1), at, path, bytes));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
