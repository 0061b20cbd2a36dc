package org.p2pd.transport.wire;

/** Names of header fields (WIRE §3) that the framework has no constant for. */
public final class WireFields {
  /** In answers with a film: its content id, in hex. */
  public static final String CONTENT_ID = "P2pd-Content-Id";

  /** In a 404 by content id: which of the blocks asked for are here, a block set of at most 1 KiB. */
  public static final String HAVE = "P2pd-Have";

  /** In requests to other hosts: the zone of the node that asks, percent-encoded; for their metrics. */
  public static final String ZONE = "P2pd-Zone";

  /** How a cache came by its answer (RFC 9211). */
  public static final String CACHE_STATUS = "Cache-Status";

  /** The caches that a request passed (RFC 8586). */
  public static final String CDN_LOOP = "CDN-Loop";

  /** The digest of the whole film, whatever range is sent (RFC 9530). */
  public static final String REPR_DIGEST = "Repr-Digest";

  /** The digest of what is sent (RFC 9530). */
  public static final String CONTENT_DIGEST = "Content-Digest";

  /** As {@link #REPR_DIGEST} in the form that RFC 6249 needs (RFC 3230). */
  public static final String DIGEST = "Digest";

  /** With {@code nosniff}: the media type is meant (Fetch standard). */
  public static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";

  private WireFields() {}
}
