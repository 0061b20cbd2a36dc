package org.p2pd.transport.wire;

import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** A value that is one string in JSON and a byte string in CBOR (RFC 8949 §3.1, major type 2); either is read in both. */
final class BinaryForm {
  private BinaryForm() {}

  static final class Serializer<T> extends StdSerializer<T> {
    private final Function<T, byte[]> raw;
    private final Function<T, String> text;

    Serializer(Class<T> type, Function<T, byte[]> raw, Function<T, String> text) {
      super(type);
      this.raw = raw;
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializationContext context) {
      if (generator.has(StreamWriteCapability.CAN_WRITE_BINARY_NATIVELY)) {
        generator.writeBinary(raw.apply(value));
      } else {
        generator.writeString(text.apply(value));
      }
    }
  }

  static final class Deserializer<T> extends StdDeserializer<T> {
    private final Function<byte[], T> ofRaw;
    private final Function<String, T> ofText;

    Deserializer(Class<T> type, Function<byte[], T> ofRaw, Function<String, T> ofText) {
      super(type);
      this.ofRaw = ofRaw;
      this.ofText = ofText;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      return parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
          ? ofRaw.apply(parser.getBinaryValue())
          : ofText.apply(parser.getValueAsString(""));
    }
  }
}
