/** Calls with JSON bodies whose answers are bounded in size and time. */
@NullMarked
package org.p2pd.transport.http;

import org.jspecify.annotations.NullMarked;
