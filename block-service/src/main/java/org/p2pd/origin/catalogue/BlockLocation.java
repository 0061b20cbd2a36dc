package org.p2pd.origin.catalogue;

import org.p2pd.protocol.content.ContentId;

/**
 * Where a block is.
 *
 * @param contentId of a published content that has it
 * @param index of the block in that content
 */
public record BlockLocation(ContentId contentId, int index) {}
