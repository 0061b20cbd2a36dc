package org.p2pd.transport.wire;

import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** A value that is one string in JSON. */
final class TextForm {
  private TextForm() {}

  static final class Serializer<T> extends StdSerializer<T> {
    private final Function<T, String> write;

    Serializer(Class<T> type, Function<T, String> write) {
      super(type);
      this.write = write;
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(write.apply(value));
    }
  }

  static final class Deserializer<T> extends StdDeserializer<T> {
    private final Function<String, T> read;

    Deserializer(Class<T> type, Function<String, T> read) {
      super(type);
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      return read.apply(parser.getValueAsString(""));
    }
  }
}
