package org.p2pd.store.index;

import org.p2pd.protocol.content.ContentId;

/**
 * Block {@code index} of a content came into the store or left it.
 *
 * @param stored true = came, false = left
 */
public record Change(ContentId contentId, int index, boolean stored) {}
