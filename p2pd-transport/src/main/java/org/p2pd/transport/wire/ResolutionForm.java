package org.p2pd.transport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * A resolution's JSON form: the publication's fields, with {@code manifest} and {@code hosts} beside them. So it is a
 * publication for whoever knows no more, and a publication alone can be read as one.
 */
record ResolutionForm(@Nullable Manifest manifest, @Nullable List<HostEntry> hosts) {

  static final class Deserializer extends StdDeserializer<Resolution> {
    Deserializer() {
      super(Resolution.class);
    }

    @Override
    public Resolution deserialize(JsonParser parser, DeserializationContext context) {
      JsonNode fields = context.readTree(parser);
      ResolutionForm more = context.readTreeAsValue(fields, ResolutionForm.class);
      return new Resolution(
          context.readTreeAsValue(fields, Publication.class), more.manifest(), more.hosts());
    }
  }
}
