/**
 * One request to one host, from the wire to verified blocks, and who lied where a block of several senders is wrong. Door:
 * {@link org.p2pd.transport.fetch.request.BlockRequest}.
 */
@NullMarked
package org.p2pd.transport.fetch.request;

import org.jspecify.annotations.NullMarked;
