package org.p2pd.transport.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.function.Function;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How the protocol's values look in JSON (WIRE §1, §2): ids, digests, names and block sets are strings, absent values
 * are left out, unknown fields are ignored. Binary formats such as CBOR have the
 * same fields, with digests as byte strings.
 */
public final class WireFormat {
  private static final JsonMapper JSON = configured(JsonMapper.builder());

  private WireFormat() {}

  /** The mapper for JSON bodies. */
  public static JsonMapper json() {
    return JSON;
  }

  /** A mapper of another format that Jackson knows, with the same fields. */
  public static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M configured(B builder) {
    return builder
        .addModule(module())
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  /** The protocol's values as a Jackson module, for mappers made elsewhere. */
  public static JacksonModule module() {
    SimpleModule module = new SimpleModule("p2pd");
    text(module, ContentId.class, ContentId::hex, ContentId::new);
    text(module, HostId.class, HostId::hex, HostId::new);
    binary(module, Digest.class, Digest::toRaw, Digest::base64, Digest::ofRaw, Digest::ofBase64);
    binary(
        module,
        ManifestForm.BlockDigests.class,
        ManifestForm.BlockDigests::raw,
        ManifestForm.BlockDigests::base64,
        ManifestForm.BlockDigests::ofRaw,
        ManifestForm.BlockDigests::new);
    text(module, BlockSet.class, BlockSet::toString, BlockSet::parse);
    text(module, ContentName.class, ContentName::url, ContentName::parse);
    text(module, HostRole.class, HostRole::wireName, HostRole::parse);
    module.addSerializer(Manifest.class, new ManifestForm.Serializer());
    module.addDeserializer(Manifest.class, new ManifestForm.Deserializer());
    module.addDeserializer(Resolution.class, new ResolutionForm.Deserializer());
    return module;
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(type, new TextForm.Serializer<>(type, write));
    module.addDeserializer(type, new TextForm.Deserializer<>(type, read));
  }

  private static <T> void binary(
      SimpleModule module,
      Class<T> type,
      Function<T, byte[]> raw,
      Function<T, String> text,
      Function<byte[], T> ofRaw,
      Function<String, T> ofText) {
    module.addSerializer(type, new BinaryForm.Serializer<>(type, raw, text));
    module.addDeserializer(type, new BinaryForm.Deserializer<>(type, ofRaw, ofText));
  }
}
