/**
 * What was decided and is under way: the requests to hosts, and the blocks they carry. Pure; chooses nothing, sends nothing. Door:
 * {@link org.p2pd.transport.schedule.request.Decisions}; who carries them out reads each
 * {@link org.p2pd.transport.schedule.request.Decision}.
 */
@NullMarked
package org.p2pd.transport.schedule.request;

import org.jspecify.annotations.NullMarked;
