package org.p2pd.transport.fastpath;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;

/** Tells requests with exactly one {@code Host} that is valid. One per connection: it remembers the last it found so. */
public final class ValidHost {
  private @Nullable String valid;

  /** Whether there is one, and it is one. */
  public boolean isIn(HttpHeaders headers) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      return false;
    }
    if (!hosts.get(0).equals(valid)) {
      valid = isValid(hosts.get(0)) ? hosts.get(0) : null;
    }
    return valid != null;
  }

  private static boolean isValid(String host) {
    try {
      return !ContentName.normaliseAuthority(host.strip()).isEmpty();
    } catch (MalformedValueException e) {
      return false;
    }
  }
}
