package org.p2pd.transport.wire;

/** The media types of what is said of a film in place of its bytes (WIRE §3). */
public final class WireTypes {
  /** A publication: what a name is bound to. */
  public static final String PUBLICATION = "application/vnd.p2pd.publication+json";

  /** A manifest: the digests of a content's blocks. */
  public static final String MANIFEST = "application/vnd.p2pd.manifest+json";

  /** Metalink 4 (RFC 5854). */
  public static final String METALINK = "application/metalink4+xml";

  /** BitTorrent metainfo (BEP 3). */
  public static final String TORRENT = "application/x-bittorrent";

  /** A playlist of one film: first for those who have an agent, then for all. */
  public static final String PLAYLIST = "application/x-spp-playlist";

  private WireTypes() {}
}
