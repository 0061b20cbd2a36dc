package org.p2pd.agent.sharing.wish;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.p2pd.protocol.MalformedValueException;

/**
 * A part of every day in local time, such as {@code 22:00-07:00}, which goes over midnight. Equal ends are the whole day.
 *
 * @param from the first minute
 * @param to the minute in which it has ended
 */
public record DailyHours(LocalTime from, LocalTime to) {
  /**
   * Reads {@code HH:MM-HH:MM}.
   *
   * @throws MalformedValueException for anything else
   */
  @JsonCreator
  public static DailyHours parse(String text) {
    String[] ends = text.strip().split("-", -1);
    try {
      if (ends.length == 2) {
        return new DailyHours(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
      }
    } catch (DateTimeParseException e) {
      // said below, as for any other text
    }
    throw new MalformedValueException("hours", text, "HH:MM-HH:MM, such as 22:00-07:00");
  }

  /** Whether {@code time} is part of it. */
  public boolean contains(LocalTime time) {
    boolean started = !time.isBefore(from);
    boolean ended = !time.isBefore(to);
    return from.isBefore(to) ? started && !ended : started || !ended;
  }

  @Override
  @JsonValue
  public String toString() {
    return from + "-" + to;
  }
}
