package org.p2pd.tracker.swarm;

import java.time.Duration;
import org.p2pd.protocol.content.ContentId;

/**
 * The Redis keys of one content. All carry its hash tag, so one script may touch them on a cluster too. All live for
 * {@link #LIFE} after the last word about the content.
 */
public final class ContentKeys {
  /** How long a content's keys live after the last word about it. */
  public static final Duration LIFE = Duration.ofHours(1);

  /** Contents with a manifest, by when it ends. The one key here that is not a content's own. */
  public static final String LIVE = "p2pd:{contents}:live";

  private final String tag;

  public ContentKeys(ContentId content) {
    this.tag = "p2pd:{" + content.hex() + "}:";
  }

  /** Length, block size, block count, digests. */
  public String manifest() {
    return tag + "manifest";
  }

  /** Says that the operator recalled the content. */
  public String recalled() {
    return tag + "recalled";
  }

  /** Names bound to the content whose provider wants no viewers handed out, by when the binding ends. */
  public String privateNames() {
    return tag + "private";
  }

  /** Names the content was bound to lately, by when the binding ends; 0 = withdrawn. Outlives the others. */
  public String names() {
    return tag + "names";
  }

  /** URLs of mirrors by when the binding that names them ends. */
  public String mirrors() {
    return tag + "mirrors";
  }

  /** Hosts that hold every block, by raw id. */
  public String complete() {
    return tag + "complete";
  }

  /** Hosts that hold some blocks with the bitmap of each, by raw id. */
  public String partial() {
    return tag + "partial";
  }

  /** Raw ids of holders with operator standing; some may hold nothing any more. */
  String operators() {
    return tag + "operators";
  }

  /** Raw ids of holders of one zone or prefix; some may hold nothing any more. */
  String near(String near) {
    return tag + "near:" + near;
  }
}
