/**
 * Who is asked for which block, and when: the deciding half of the fetch engine. Pure — no I/O, no clock, no threads, no
 * framework — so that a simulation runs the very code that ships. {@code docs/streaming.md} explains the rules. Door:
 * {@link org.p2pd.transport.schedule.TransferPlan}, within {@link org.p2pd.transport.schedule.Limits}. What it knows stands in
 * {@code host} and {@code source}, what it has begun in {@code request}; none of these knows the rules.
 */
@NullMarked
package org.p2pd.transport.schedule;

import org.jspecify.annotations.NullMarked;
