package org.p2pd.transport.describe;

import java.util.List;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.wire.WireFields;
import org.springframework.http.HttpHeaders;

/**
 * The header fields that a publication makes (WIRE §3), for answers with the film itself and with what describes it. Says
 * nothing of length, range and validators, which are those of the bytes sent. Pure.
 */
public final class PublicationHeaders {
  /** How long a binding may be used without asking again. */
  public static final String A_MINUTE = "public, max-age=60";

  /** As many as a tracker takes. */
  private static final int MIRRORS_MAX = 16;

  private PublicationHeaders() {}

  /** What every node says of a film: its type, what content it is, and the digest of the whole. */
  public static HttpHeaders of(Publication publication) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, publication.mediaType());
    headers.set(WireFields.CONTENT_TYPE_OPTIONS, "nosniff");
    headers.set(WireFields.CONTENT_ID, publication.contentId().hex());
    headers.set(WireFields.REPR_DIGEST, "sha-256=:" + publication.digest().base64() + ":");
    return headers;
  }

  /** As {@link #of}, with what clients beyond p2pd know: for a minute's keeping, and mirrors as RFC 6249 has them. */
  public static HttpHeaders forAnyClient(Publication publication) {
    HttpHeaders headers = of(publication);
    headers.set(HttpHeaders.CACHE_CONTROL, A_MINUTE);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    headers.set(WireFields.DIGEST, "SHA-256=" + publication.digest().base64());
    List<String> mirrors = publication.mirrors();
    for (int i = 0; i < Math.min(mirrors.size(), MIRRORS_MAX); i++) {
      headers.add(HttpHeaders.LINK, "<" + mirrors.get(i) + ">; rel=duplicate; pri=" + (i + 1));
    }
    return headers;
  }

  /** Adds that there is a document of media type {@code type} at {@code path} that describes the film. */
  public static void addDescription(HttpHeaders headers, String path, String type) {
    headers.add(HttpHeaders.LINK, "<" + path + ">; rel=describedby; type=\"" + type + "\"");
  }

  /** The fields of a document that describes a film, of media type {@code type}: asked about each time. */
  public static HttpHeaders ofDescription(String type) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, type);
    headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    headers.set(WireFields.CONTENT_TYPE_OPTIONS, "nosniff");
    return headers;
  }
}
