package org.p2pd.tracker.fastpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.testkit.random.Seeded;
import org.p2pd.transport.wire.WireFormat;

/** Character for character what data binding writes. */
@NullUnmarked
class ReplyJsonWriterTest {
  private static final ContentId FILM = new ContentId("a".repeat(64));

  private final ReplyJsonWriter text = new ReplyJsonWriter();

  @Test
  void replyWithoutContents_isWhatDataBindingWrites() {
    assertSame(new AnnounceReply(30, 2, true, List.of()));
    assertSame(new AnnounceReply(30, 30, false, 1_763_725_000_000L, List.of()));
  }

  @Test
  void refusedContent_isWhatDataBindingWrites() {
    assertSame(new AnnounceReply(
        30,
        2,
        true,
        List.of(
            new ContentHosts(FILM, List.of(), ContentHosts.UNKNOWN_CONTENT),
            new ContentHosts(FILM, List.of(), "block 7 of \"x\"\\ \n ü €"))));
  }

  @Seeded
  @RepeatedTest(20)
  void anyReply_isWhatDataBindingWrites(Random random) {
    List<ContentHosts> contents = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<HostEntry> hosts = new ArrayList<>();
      for (int j = random.nextInt(21); j > 0; j--) {
        hosts.add(host(random));
      }
      contents.add(new ContentHosts(FILM, hosts, null));
    }
    assertSame(new AnnounceReply(30, 2 + random.nextInt(29), random.nextBoolean(), contents));
  }

  private static HostEntry host(Random random) {
    HostRole[] roles = HostRole.values();
    String[] zones = {null, "campus", "Zürich \"West\"", "a\\b"};
    double[] loads = {0, 1, 0.07, 0.29, 0.57, 1 / 3.0, 1e-7, 12.5};
    return new HostEntry(
        HostId.random(random),
        random.nextBoolean() ? "http://192.0.2.1:1112" : "https://cdn.example/f\u00fcr/\u2603",
        roles[random.nextInt(roles.length)],
        zones[random.nextInt(zones.length)],
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        blocks(random),
        loads[random.nextInt(loads.length)]);
  }

  private static BlockSet blocks(Random random) {
    BitSet bits = new BitSet();
    for (int i = random.nextInt(60); i > 0; i--) {
      bits.set(random.nextInt(random.nextBoolean() ? 100 : 32_768));
    }
    return random.nextInt(5) == 0 ? BlockSet.everything() : BlockSet.of(bits);
  }

  private void assertSame(AnnounceReply reply) {
    assertThat(text.write(reply, UnpooledByteBufAllocator.DEFAULT).toString(UTF_8))
        .isEqualTo(WireFormat.json().writeValueAsString(reply));
  }
}
