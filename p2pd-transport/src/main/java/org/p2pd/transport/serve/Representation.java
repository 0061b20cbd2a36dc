package org.p2pd.transport.serve;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.springframework.http.HttpHeaders;

/**
 * What a URL stands for at the moment of a request: its length and its validators (RFC 9110 §8.8).
 *
 * @param etag the strong entity tag, with quotes
 * @param lastModified when it changed last; null where nobody knows. HTTP sees whole seconds.
 * @param length bytes in all
 */
public record Representation(String etag, @Nullable Instant lastModified, long length) {
  public Representation {
    if (!etag.startsWith("\"") || !etag.endsWith("\"") || etag.length() < 2) {
      throw new MalformedValueException("etag", etag, "a strong entity tag in quotes");
    }
  }

  /** Sets the fields that every answer with content has: validators, and that ranges are served. */
  public void addValidators(HttpHeaders headers) {
    headers.setETag(etag);
    if (lastModified != null) {
      headers.setLastModified(lastModified);
    }
    headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
  }

  /** The {@code Content-Range} of a 206 with {@code range}. */
  public String contentRange(ByteRange range) {
    return "bytes " + range.first() + "-" + range.last() + "/" + length;
  }

  /** The representation of a whole content: the content id is its entity tag. */
  public static Representation of(
      ContentId contentId, @Nullable Instant lastModified, long length) {
    return new Representation('"' + contentId.hex() + '"', lastModified, length);
  }
}
