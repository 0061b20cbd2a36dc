package org.p2pd.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.IdentityProof;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.testkit.bytes.TestBytes;
import tools.jackson.databind.JsonNode;

/** What p2pd computes is what the contract vectors say. */
class ContractVectorsTest {
  static Stream<JsonNode> contents() {
    return Vectors.at("/contents");
  }

  @ParameterizedTest
  @MethodSource("contents")
  void manifest_ofTestBytes_hasTheVectorsIdAndDigests(JsonNode vector) {
    byte[] film = TestBytes.patterned(vector.get("length").intValue());
    BlockLayout layout = new BlockLayout(film.length, vector.get("blockSize").intValue());
    Manifest manifest = new Manifest(layout, blockDigests(film, layout), null, null);

    assertThat(layout.blockCount()).isEqualTo(vector.get("blocks").intValue());
    assertThat(manifest.contentId().hex()).isEqualTo(vector.get("contentId").stringValue());
    assertThat(manifest.blockDigestsBase64())
        .isEqualTo(vector.get("blockDigests").stringValue());
    assertThat(Digest.of(film).base64()).isEqualTo(vector.get("digest").stringValue());
    if (layout.blockCount() > 0) {
      assertThat(manifest.blockDigest(0).niName())
          .isEqualTo(vector.get("firstBlockName").stringValue());
    }
    assertThat(Manifest.ofBase64(layout, manifest.blockDigestsBase64(), null, null))
        .isEqualTo(manifest);
  }

  private static byte[] blockDigests(byte[] film, BlockLayout layout) {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (int i = 0; i < layout.blockCount(); i++) {
      int offset = (int) layout.offsetOf(i);
      byte[] block = Arrays.copyOfRange(film, offset, offset + layout.lengthOf(i));
      digests.writeBytes(Digest.of(block).toRaw());
    }
    return digests.toByteArray();
  }

  static Stream<JsonNode> defaultBlockSizes() {
    return Vectors.at("/defaultBlockSizes");
  }

  @ParameterizedTest
  @MethodSource("defaultBlockSizes")
  void ofLength_always_choosesTheVectorsBlockSize(JsonNode vector) {
    long length = vector.get("length").longValue();
    if (vector.get("blockSize").isNull()) {
      assertRefused(length, () -> BlockLayout.ofLength(length));
    } else {
      assertThat(BlockLayout.ofLength(length).blockSize())
          .isEqualTo(vector.get("blockSize").intValue());
    }
  }

  static Stream<JsonNode> layouts() {
    return Vectors.at("/layouts");
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void layout_ofRange_findsItsBlocksAndTheirBytes(JsonNode vector) {
    BlockLayout layout = new BlockLayout(
        vector.get("length").longValue(), vector.get("blockSize").intValue());
    assertThat(layout.blockCount()).isEqualTo(vector.get("blocks").intValue());
    vector.get("ranges").forEach(range -> {
      BlockSet blocks = layout.blocksTouching(
          new ByteRange(range.get("first").longValue(), range.get("last").longValue()));
      assertThat(blocks).hasToString(range.get("blocks").stringValue());
      assertThat(layout.rangeOf(blocks.first(), blocks.last()))
          .isEqualTo(new ByteRange(
              range.get("firstOfBlocks").longValue(), range.get("lastOfBlocks").longValue()));
    });
  }

  static Stream<JsonNode> validNames() {
    return Vectors.at("/names/valid");
  }

  @ParameterizedTest
  @MethodSource("validNames")
  void parseName_valid_givesTheNormalForm(JsonNode vector) {
    String normal = vector.get(1).stringValue();
    ContentName name = ContentName.parse(vector.get(0).stringValue());
    assertThat(name.url()).isEqualTo(normal);
    assertThat(ContentName.parse(normal)).as("normalised again").isEqualTo(name);
    assertThat(new ContentName(name.authority(), name.path())).isEqualTo(name);
  }

  static Stream<String> refusedNames() {
    return Vectors.at("/names/refused").map(JsonNode::stringValue);
  }

  @ParameterizedTest
  @MethodSource("refusedNames")
  void parseName_malformed_isRefused(String url) {
    assertRefused(url, () -> ContentName.parse(url));
  }

  static Stream<JsonNode> validBlockSets() {
    return Vectors.at("/blockSets/valid");
  }

  @ParameterizedTest
  @MethodSource("validBlockSets")
  void parseBlockSet_valid_hasTheMembersAndTheSameText(JsonNode vector) {
    BlockSet blocks = BlockSet.parse(vector.get(0).stringValue());
    assertThat(blocks.stream()).containsExactlyElementsOf(members(vector));
    assertThat(blocks).hasToString(vector.get(0).stringValue());
  }

  static Stream<JsonNode> readableBlockSets() {
    return Vectors.at("/blockSets/readableButNeverWritten");
  }

  @ParameterizedTest
  @MethodSource("readableBlockSets")
  void parseBlockSet_rangesThatTouch_hasTheMembers(JsonNode vector) {
    BlockSet blocks = BlockSet.parse(vector.get(0).stringValue());
    assertThat(blocks.stream()).containsExactlyElementsOf(members(vector));
    assertThat(BlockSet.parse(blocks.toString())).isEqualTo(blocks);
  }

  private static Iterable<Integer> members(JsonNode vector) {
    return vector.get(1).valueStream().map(JsonNode::intValue).toList();
  }

  static Stream<String> refusedBlockSets() {
    return Vectors.at("/blockSets/refused").map(JsonNode::stringValue);
  }

  @ParameterizedTest
  @MethodSource("refusedBlockSets")
  void parseBlockSet_malformed_isRefused(String text) {
    assertRefused(text, () -> BlockSet.parse(text));
  }

  @Test
  void digest_inEveryForm_isTheSame() {
    JsonNode vector = Vectors.ALL.get("digests");
    Digest digest = Digest.ofHex(vector.get("raw").stringValue());
    assertThat(digest.base64()).isEqualTo(vector.get("base64").stringValue());
    assertThat(digest.niName()).isEqualTo(vector.get("name").stringValue());
    assertThat(Digest.ofBase64(digest.base64())).isEqualTo(digest);
    assertThat(Digest.ofNi(digest.niName())).isEqualTo(digest);
  }

  static Stream<String> refusedBlockNames() {
    return Vectors.at("/digests/refusedNames").map(JsonNode::stringValue);
  }

  @ParameterizedTest
  @MethodSource("refusedBlockNames")
  void parseBlockName_malformed_isRefused(String name) {
    assertRefused(name, () -> Digest.ofNi(name));
  }

  static Stream<String> refusedBase64Digests() {
    return Vectors.at("/digests/refusedBase64").map(JsonNode::stringValue);
  }

  @ParameterizedTest
  @MethodSource("refusedBase64Digests")
  void parseBase64Digest_malformed_isRefused(String text) {
    assertRefused(text, () -> Digest.ofBase64(text));
  }

  static Stream<JsonNode> publications() {
    return Stream.concat(
        Stream.of(Vectors.ALL.get("publication")), Vectors.at("/morePublications"));
  }

  @ParameterizedTest
  @MethodSource("publications")
  void sign_always_givesTheVectorsTextAndSignature(JsonNode vector) {
    Publication expected = publication(vector.get("publication"));
    PublisherKey key =
        PublisherKey.ofSeed(HexFormat.of().parseHex(vector.get("seedHex").stringValue()));

    assertThat(expected.signedText()).isEqualTo(vector.get("signedText").stringValue());
    assertThat(expected.hasValidSignature()).isTrue();
    assertThat(key.sign(expected)).isEqualTo(expected);
    assertThat(key.publicKeyBase64()).isEqualTo(expected.publisher());
  }

  private static Publication publication(JsonNode json) {
    return new Publication(
        ContentName.parse(json.get("url").stringValue()),
        new ContentId(json.get("contentId").stringValue()),
        json.get("length").longValue(),
        json.get("blockSize").intValue(),
        Digest.ofBase64(json.get("digest").stringValue()),
        json.get("mediaType").stringValue(),
        json.get("lastModified").longValue(),
        json.get("version").longValue(),
        json.get("expires").longValue(),
        json.get("peers").booleanValue(),
        json.get("mirrors").valueStream().map(JsonNode::stringValue).toList(),
        json.get("publisher").stringValue(),
        json.get("signature").stringValue());
  }

  @Test
  void identityProof_always_isTheVectors() {
    JsonNode vector = Vectors.ALL.get("identityProof");
    IdentityProof proof = IdentityProof.of(
        new HostId("0".repeat(32)),
        vector.get("token").stringValue(),
        vector.get("nonce").stringValue());
    assertThat(proof.proof()).isEqualTo(vector.get("proof").stringValue());
  }

  private static void assertRefused(Object value, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .as(String.valueOf(value))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("(expected: ");
  }
}
