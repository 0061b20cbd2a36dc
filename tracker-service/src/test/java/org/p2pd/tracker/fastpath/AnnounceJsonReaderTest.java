package org.p2pd.tracker.fastpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.testkit.random.Seeded;
import org.p2pd.transport.wire.WireFormat;
import tools.jackson.core.JacksonException;

/** Either exactly what data binding reads, or nothing. */
@NullUnmarked
class AnnounceJsonReaderTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @Seeded
  @RepeatedTest(50)
  void whatNodesWrite_isRead(Random random) {
    Announce said = announce(random);
    String json = WireFormat.json().writeValueAsString(said);

    assertThat(AnnounceJsonReader.read(json.getBytes(UTF_8))).isEqualTo(said);
    String spaced = json.replace(",", " ,\n").replace(":", " :\t").replace("}", " }\r");
    assertThat(AnnounceJsonReader.read(spaced.getBytes(UTF_8))).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"hostId\":\"ID\"} x",
        "{\"hostId\":\"ID\",}",
        "{\"hostId\":null}",
        "{\"hostId\":\"\\u0030\"}",
        "{\"hostId\":\"ID\",\"other\":1}",
        "{\"hostId\":\"ID\",\"delivered\":-1}",
        "{\"hostId\":\"ID\",\"delivered\":1.0}",
        "{\"hostId\":\"ID\",\"delivered\":1e3}",
        "{\"hostId\":\"ID\",\"delivered\":01}",
        "{\"hostId\":\"ID\",\"delivered\":\"1\"}",
        "{\"hostId\":\"ID\",\"delivered\":1234567890123456789}",
        "{\"hostId\":\"ID\",\"activeUploads\":2147483648}",
        "{\"hostId\":\"ID\",\"contents\":[{}]}",
        "{\"hostId\":\"ID\",\"contents\":[null]}",
        "{\"hostId\":\"ID\",\"contents\":[],}",
        "{\"hostId\":\"ID\",\"received\":{\"delivered\":1}}",
      })
  void whatIsWrittenInAnotherWay_isLeftToDataBinding(String json) {
    assertThat(AnnounceJsonReader.read(json.replace("ID", ID).getBytes(UTF_8))).isNull();
  }

  @Seeded
  @RepeatedTest(200)
  void anyText_isReadAsDataBindingDoesOrNotAtAll(Random random) {
    byte[] json = WireFormat.json().writeValueAsBytes(announce(random));
    for (int i = random.nextInt(3); i >= 0; i--) {
      json[random.nextInt(json.length)] =
          (byte) "{}[],:\"0129.-eE*x\\\u00e4 \n".charAt(random.nextInt(21));
    }
    Announce read;
    try {
      read = AnnounceJsonReader.read(json);
    } catch (MalformedValueException e) {
      return;
    }
    if (read != null) {
      assertThat(read).as(new String(json, UTF_8)).isEqualTo(bound(json));
    }
  }

  private static Announce bound(byte[] json) {
    try {
      return WireFormat.json().readValue(json, Announce.class);
    } catch (JacksonException e) {
      throw new AssertionError(new String(json, UTF_8), e);
    }
  }

  @Test
  void noBlockSet_isMalformed() {
    assertThatThrownBy(() -> AnnounceJsonReader.read(
            ("{\"hostId\":\"" + ID + "\",\"contents\":[{\"want\":\"9-3\"}]}").getBytes(UTF_8)))
        .isInstanceOf(MalformedValueException.class);
  }

  private static Announce announce(RandomGenerator random) {
    List<AnnouncedContent> contents = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      contents.add(content(random));
    }
    return new Announce(
        HostId.random(random),
        random.nextInt(100),
        random.nextBoolean() ? null : random.nextLong(1L << 50),
        random.nextBoolean() ? null : new BytesByRole(1, random.nextLong(1L << 50), 0),
        random.nextLong(1L << 50),
        random.nextInt(10),
        contents,
        random.nextBoolean() ? null : random.nextLong(1L << 53));
  }

  private static AnnouncedContent content(RandomGenerator random) {
    int first = random.nextInt(1_000);
    return new AnnouncedContent(
        new ContentId("%064x".formatted(random.nextInt(1_000_000))),
        random.nextBoolean() ? null : BlockSet.range(first, first + 15),
        random.nextBoolean() ? null : BlockSet.everything(),
        random.nextBoolean(),
        random.nextBoolean() ? null : BlockSet.range(0, 63),
        random.nextBoolean() ? null : 1 + random.nextInt(20),
        random.nextBoolean() ? null : new ContentTraffic(1, 2, 3, random.nextLong(1L << 50)));
  }
}
