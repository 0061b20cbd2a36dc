/** What an operator's Prometheus reads; tags have few values, never addresses, names or ids. */
@NullMarked
package org.p2pd.tracker.metrics;

import org.jspecify.annotations.NullMarked;
