package org.p2pd.tracker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The array a script returned, read by position. */
public record ScriptReply(List<?> values) {

  /** The integer at {@code index}. */
  public long number(int index) {
    return (Long) values.get(index);
  }

  /** The bytes at {@code index}. */
  public byte[] bytes(int index) {
    return (byte[]) values.get(index);
  }

  /** The UTF-8 text at {@code index}. */
  public String text(int index) {
    return new String(bytes(index), UTF_8);
  }

  /** The array at {@code index}. */
  public ScriptReply list(int index) {
    return new ScriptReply((List<?>) values.get(index));
  }

  /** The number of values. */
  public int size() {
    return values.size();
  }
}
