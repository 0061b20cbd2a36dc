/** {@code p2pd get}: films as files, resumed, repaired and checked. */
@NullMarked
package org.p2pd.agent.cli.get;

import org.jspecify.annotations.NullMarked;
