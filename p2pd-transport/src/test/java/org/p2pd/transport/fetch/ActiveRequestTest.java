package org.p2pd.transport.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.fetch.request.BlockRequest;
import org.p2pd.transport.fetch.request.Suspects;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;

class ActiveRequestTest {
  private static final int BLOCK = 16 << 10;
  private static final ByteBuf BYTES = Unpooled.EMPTY_BUFFER;

  private final ActiveRequest request = request();

  @Test
  void blockThatWaitsForTheDisk_noneAfterItIsToldOfBefore() {
    assertThat(request.mayBeEarly()).isTrue();
    request.arrived(0, BYTES, true);
    assertThat(request.mayBeEarly()).isTrue();
    request.arrived(1, BYTES, false);
    assertThat(request.mayBeEarly()).as("block 1 waits behind block 0").isFalse();

    ActiveRequest.Arrived first = Objects.requireNonNull(request.nextToStore());
    request.stored(first);
    assertThat(request.mayBeEarly()).as("block 1 is next").isFalse();
    ActiveRequest.Arrived second = Objects.requireNonNull(request.nextToStore());
    assertThat(request.mayBeEarly()).as("block 1 is being stored").isFalse();
    request.stored(second);

    assertThat(request.mayBeEarly()).isTrue();
  }

  private static ActiveRequest request() {
    Source source = new Source(
        "http://127.0.0.1:1", null, HostRole.ORIGIN, true, false, false, BlockSet.everything());
    Decision.Fetch order = new Decision.Fetch(0, source, 0, 2, null);
    Digest any = Digest.of(new byte[0]);
    Manifest film = new Manifest(
        new BlockLayout(3L * BLOCK, BLOCK), new byte[3 * Digest.BYTES], any, "video/mp4");
    return new ActiveRequest(order, new BlockRequest(order, film, null, new Nobody()));
  }

  private static final class Nobody implements BlockRequest.Listener {
    @Override
    public void begun(Decision.Fetch order) {}

    @Override
    public void verified(Decision.Fetch order, int block, ByteBuf bytes) {}

    @Override
    public void wrong(Decision.Fetch order, int block, List<Suspects.Suspicion> suspicions) {}

    @Override
    public void lacks(Decision.Fetch order, BlockSet have) {}

    @Override
    public void failed(Decision.Fetch order, Throwable error) {}

    @Override
    public void done(Decision.Fetch order) {}
  }
}
