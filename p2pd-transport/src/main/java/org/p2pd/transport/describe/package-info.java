/** What is said of a film beside its bytes: header fields, and documents that stand in its place (WIRE §3). */
@NullMarked
package org.p2pd.transport.describe;

import org.jspecify.annotations.NullMarked;
