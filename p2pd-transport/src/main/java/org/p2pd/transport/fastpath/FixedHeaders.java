package org.p2pd.transport.fastpath;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2pd.transport.serve.Representation;

/** Header fields that every answer with content of one representation has, encoded once. */
public final class FixedHeaders {
  private final CharSequence[] namesAndValues;

  private FixedHeaders(CharSequence[] namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /** The validators of {@code representation}, and {@code more}. */
  public static FixedHeaders of(
      Representation representation, org.springframework.http.HttpHeaders more) {
    org.springframework.http.HttpHeaders all = new org.springframework.http.HttpHeaders();
    all.putAll(more);
    representation.addValidators(all);
    List<CharSequence> flat = new ArrayList<>();
    all.forEach((name, values) -> values.forEach(value -> {
      flat.add(AsciiString.of(name));
      flat.add(AsciiString.of(value));
    }));
    return new FixedHeaders(flat.toArray(CharSequence[]::new));
  }

  /** These fields and {@code more}, as name, value, name, value … */
  HttpHeaders with(CharSequence... more) {
    CharSequence[] all = Arrays.copyOf(namesAndValues, namesAndValues.length + more.length);
    System.arraycopy(more, 0, all, namesAndValues.length, more.length);
    return new ReadOnlyHttpHeaders(false, all);
  }
}
