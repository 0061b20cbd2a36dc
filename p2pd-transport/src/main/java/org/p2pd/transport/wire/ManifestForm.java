package org.p2pd.transport.wire;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** A manifest's JSON or CBOR form; reading it computes the content id again and refuses another one. */
record ManifestForm(
    ContentId contentId,
    long length,
    int blockSize,
    @Nullable String digestAlgorithm,
    @Nullable BlockDigests blockDigests,
    @Nullable Digest digest,
    @Nullable String mediaType) {
  private static final String SHA_256 = "sha-256";

  static ManifestForm of(Manifest manifest) {
    return new ManifestForm(
        manifest.contentId(),
        manifest.layout().length(),
        manifest.layout().blockSize(),
        SHA_256,
        new BlockDigests(manifest.blockDigestsBase64()),
        manifest.digest(),
        manifest.mediaType());
  }

  Manifest toManifest() {
    if (digestAlgorithm != null && !digestAlgorithm.equals(SHA_256)) {
      throw new MalformedValueException("digestAlgorithm", digestAlgorithm, SHA_256);
    }
    if (blockDigests == null || contentId == null) {
      throw new MalformedValueException(
          "manifest", "incomplete", "contentId, length, blockSize and blockDigests");
    }
    return Manifest.ofBase64(
            new BlockLayout(length, blockSize), blockDigests.base64(), digest, mediaType)
        .requireId(contentId);
  }

  /** All raw block digests in order. */
  record BlockDigests(String base64) {
    static BlockDigests ofRaw(byte[] raw) {
      return new BlockDigests(Base64.getEncoder().encodeToString(raw));
    }

    byte[] raw() {
      return Base64.getDecoder().decode(base64);
    }
  }

  static final class Serializer extends StdSerializer<Manifest> {
    Serializer() {
      super(Manifest.class);
    }

    @Override
    public void serialize(
        Manifest manifest, JsonGenerator generator, SerializationContext context) {
      context.writeValue(generator, of(manifest));
    }
  }

  static final class Deserializer extends StdDeserializer<Manifest> {
    Deserializer() {
      super(Manifest.class);
    }

    @Override
    public Manifest deserialize(JsonParser parser, DeserializationContext context) {
      return context.readValue(parser, ManifestForm.class).toManifest();
    }
  }
}
