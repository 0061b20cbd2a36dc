package org.p2pd.transport.wire;

import org.p2pd.protocol.content.ContentId;

/** The paths that every content node answers beside the names of films (WIRE §3). */
public final class WirePaths {
  /** Of bytes by content id: the id follows. */
  public static final String CONTENT = "/.p2pd/content/";

  /** Behind a content's path: which of its blocks a node holds. */
  public static final String HAVE = "/have";

  /** Behind a content's path: its manifest. */
  public static final String MANIFEST = "/manifest";

  /** Of one block by its digest (RFC 6920): the digest follows, base64url without padding. */
  public static final String BLOCK = "/.well-known/ni/sha-256/";

  /** Of the tracker's call-back. */
  public static final String IDENTITY = "/.p2pd/identity";

  /** Of an origin's trackers, keys and authorities. */
  public static final String DISCOVERY = "/.well-known/p2pd";

  /** Of an origin's public keys. */
  public static final String PUBLISHER_KEY = "/.p2pd/publisher-key";

  /** Behind a film's path: its Metalink. */
  public static final String METALINK_SUFFIX = ".meta4";

  /** Behind a film's path: its BitTorrent metainfo. */
  public static final String TORRENT_SUFFIX = ".torrent";

  private WirePaths() {}

  /** The URL of the bytes of {@code id} at the node whose base URL, without a slash at its end, is {@code base}. */
  public static String contentUrl(String base, ContentId id) {
    return base + CONTENT + id;
  }
}
