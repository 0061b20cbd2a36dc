/**
 * Which request belongs to which: one id through agent, cache, origin and tracker (W3C Trace Context), in every answer, in
 * logs, and as spans of OpenTelemetry where the operator wants them.
 */
@NullMarked
package org.p2pd.transport.trace;

import org.jspecify.annotations.NullMarked;
