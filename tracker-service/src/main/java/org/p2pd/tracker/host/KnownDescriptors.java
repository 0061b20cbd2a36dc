package org.p2pd.tracker.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.ByteBuffer;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.wire.WireFormat;

/**
 * Descriptors as parsed before, by their bytes.
 *
 * <p>An announce meets up to 130 hosts, and mostly those that the last one met; reading their JSON was most of its cost.
 * Bytes that differ are another entry, so there is nothing to invalidate.
 */
final class KnownDescriptors {
  /** About 1 KiB each. */
  private static final int DESCRIPTORS_MAX = 32_768;

  private final Cache<ByteBuffer, Parsed> parsed =
      Caffeine.newBuilder().maximumSize(DESCRIPTORS_MAX).build();

  Parsed of(ByteBuffer json) {
    return parsed.get(json, KnownDescriptors::parse);
  }

  private static Parsed parse(ByteBuffer json) {
    byte[] bytes = new byte[json.remaining()];
    json.duplicate().get(bytes);
    Descriptor descriptor = WireFormat.json().readValue(bytes, Descriptor.class);
    String url = descriptor.url();
    return new Parsed(
        descriptor,
        descriptor.prefix(),
        url == null ? Reach.FORBIDDEN : Reach.ofHost(URI.create(url).getHost()));
  }

  /** A descriptor and what follows from it. */
  record Parsed(Descriptor descriptor, String prefix, Reach scope) {}
}
