package org.p2pd.transport.fetch.request;

import io.netty.buffer.ByteBuf;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.p2pd.protocol.content.Digest;
import org.p2pd.transport.schedule.source.Source;

/**
 * The bytes {@code from} to {@code to} (excluded) of a block that came from one host; a block whose rest was taken over
 * has several.
 *
 * @param from the first byte, counted from the beginning of the block
 * @param to the first byte after them
 */
public record Segment(Source source, int from, int to) {
  /** {@code segments} up to {@code bytes}, and from there to {@code to} what {@code source} sends. */
  static List<Segment> continued(List<Segment> segments, int bytes, Source source, int to) {
    List<Segment> all = new ArrayList<>();
    for (Segment each : segments) {
      if (each.from < bytes) {
        all.add(new Segment(each.source, each.from, Math.min(each.to, bytes)));
      }
    }
    all.add(new Segment(source, bytes, to));
    return all;
  }

  Digest digest(ByteBuf block) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update(block.nioBuffer(block.readerIndex() + from, to - from));
    return Digest.ofRaw(sha256.digest());
  }
}
