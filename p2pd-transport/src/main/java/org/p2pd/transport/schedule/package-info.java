/**
 * Who is asked for which block, and when: the deciding half of the fetch engine. Pure — no I/O, no clock, no threads, no
 * framework — so that a simulation runs the very code that ships. {@code docs/streaming.md} explains the rules.
 */
@NullMarked
package org.p2pd.transport.schedule;

import org.jspecify.annotations.NullMarked;
