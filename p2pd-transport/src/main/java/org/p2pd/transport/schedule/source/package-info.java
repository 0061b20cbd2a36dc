/**
 * Hosts as sources of one content: who has which blocks, how rare these are, who downloads, and whose share it is to fetch what
 * only the origin has. Pure; chooses nothing. Door: {@link org.p2pd.transport.schedule.source.Sources}, which takes each
 * {@link org.p2pd.transport.schedule.source.Source}.
 */
@NullMarked
package org.p2pd.transport.schedule.source;

import org.jspecify.annotations.NullMarked;
