/**
 * {@code p2pd warm-up}, hidden: what the launcher has run once, so that later starts are quicker. Door:
 * {@link org.p2pd.standalone.cli.warmup.WarmUpCommand}.
 */
@NullMarked
package org.p2pd.standalone.cli.warmup;

import org.jspecify.annotations.NullMarked;
