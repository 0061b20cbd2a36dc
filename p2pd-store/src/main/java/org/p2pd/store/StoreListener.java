package org.p2pd.store;

import org.p2pd.protocol.content.ContentId;

/**
 * Hears what the store gains and loses, one call for each content that a block belongs to, in the order in which it
 * happened. Called by whichever thread changed the store, never by two at once, outside the store's locks; should be quick.
 */
public interface StoreListener {
  /** Block {@code block} of a registered content can be leased from now on. */
  void stored(ContentId content, int block);

  /** Block {@code block} of a content is gone: evicted, damaged or forgotten. */
  void dropped(ContentId content, int block);
}
