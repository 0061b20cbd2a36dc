package org.p2pd.protocol.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract vectors of {@code docs/vectors}, computed without any of our code. */
final class Vectors {
  static final JsonNode ALL = read();

  private Vectors() {}

  /** The elements of the array at {@code pointer}, as RFC 6901 writes it. */
  static Stream<JsonNode> at(String pointer) {
    return ALL.requiredAt(pointer).valueStream();
  }

  private static JsonNode read() {
    try (InputStream json = Vectors.class.getResourceAsStream("/vectors/contract.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(json, "docs/vectors/contract.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
