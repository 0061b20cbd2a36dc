package org.p2pd.tracker.fastpath;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.transport.wire.WireFormat;

/**
 * Writes replies in JSON, as {@link WireFormat} would: most of it is the same from answer to answer, and some hundred numbers of
 * blocks. Of one thread; keeps its bytes for the next reply.
 */
final class ReplyJsonWriter {
  private static final int BYTES = 16 << 10;

  /** More than that is not kept. */
  private static final int BYTES_KEPT_MAX = 256 << 10;

  private static final int NUMBER_DIGITS_MAX = 20;
  private static final byte[][] LOADS = new byte[101][];

  static {
    for (int percent = 0; percent < LOADS.length; percent++) {
      LOADS[percent] = Double.toString(percent / 100.0).getBytes(US_ASCII);
    }
  }

  private byte[] bytes = new byte[BYTES];
  private int at;

  /** {@code reply} in a buffer of its length. */
  ByteBuf write(AnnounceReply reply, ByteBufAllocator buffers) {
    at = 0;
    add("{\"leaseSeconds\":");
    add(reply.leaseSeconds());
    add(",\"announceSeconds\":");
    add(reply.announceSeconds());
    add(",\"reachable\":");
    add(reply.reachable());
    if (reply.recalledAt() != null) {
      add(",\"recalledAt\":");
      add(reply.recalledAt());
    }
    add(",\"contents\":[");
    List<ContentHosts> contents = reply.contents();
    for (int i = 0; i < contents.size(); i++) {
      add(i == 0 ? "" : ",");
      add(contents.get(i));
    }
    add("]}");
    ByteBuf text = buffers.directBuffer(at).writeBytes(bytes, 0, at);
    if (bytes.length > BYTES_KEPT_MAX) {
      bytes = new byte[BYTES];
    }
    return text;
  }

  private void add(ContentHosts answer) {
    add("{\"contentId\":\"");
    add(answer.contentId().hex());
    add("\",\"hosts\":[");
    List<HostEntry> hosts = answer.hosts();
    for (int i = 0; i < hosts.size(); i++) {
      add(i == 0 ? "{\"hostId\":\"" : ",{\"hostId\":\"");
      add(hosts.get(i));
    }
    add("]");
    addText(",\"error\":", answer.error());
    add("}");
  }

  private void add(HostEntry host) {
    add(host.hostId().hex());
    addText("\",\"url\":", host.url());
    add(",\"role\":\"");
    add(host.role().wireName());
    add("\"");
    addText(",\"zone\":", host.zone());
    add(",\"operator\":");
    add(host.operator());
    add(",\"plain\":");
    add(host.plain());
    add(",\"fetches\":");
    add(host.fetches());
    add(",\"blocks\":\"");
    add(host.blocks());
    add("\",\"load\":");
    addLoad(host.load());
    add("}");
  }

  private void add(BlockSet blocks) {
    if (blocks.isEverything()) {
      add("*");
      return;
    }
    int start = at;
    for (int first = blocks.nextMember(0); first >= 0; ) {
      int gap = blocks.nextGap(first);
      add(at == start ? "" : ",");
      add(first);
      if (gap - first > 1) {
        add("-");
        add(gap - 1);
      }
      first = blocks.nextMember(gap);
    }
  }

  private void addLoad(double load) {
    int percent = (int) Math.round(100 * load);
    if (percent >= 0 && percent < LOADS.length && percent / 100.0 == load) {
      add(LOADS[percent]);
    } else {
      add(Double.toString(load));
    }
  }

  /** Nothing where {@code text} is null. */
  private void addText(String name, @Nullable String text) {
    if (text != null) {
      add(name);
      if (isPlain(text)) {
        add("\"");
        add(text);
        add("\"");
      } else {
        add(WireFormat.json().writeValueAsBytes(text));
      }
    }
  }

  /** Whether JSON writes every character as it is, in a byte. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void add(boolean value) {
    add(value ? "true" : "false");
  }

  /** {@code ascii} has a byte for each character. */
  @SuppressWarnings("deprecation")
  private void add(String ascii) {
    int length = ascii.length();
    makeRoom(length);
    ascii.getBytes(0, length, bytes, at);
    at += length;
  }

  private void add(byte[] text) {
    makeRoom(text.length);
    System.arraycopy(text, 0, bytes, at, text.length);
    at += text.length;
  }

  /** {@code number} is not negative. */
  private void add(long number) {
    makeRoom(NUMBER_DIGITS_MAX);
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += digits;
  }

  private void makeRoom(int more) {
    if (at + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + more, 2 * bytes.length));
    }
  }
}
