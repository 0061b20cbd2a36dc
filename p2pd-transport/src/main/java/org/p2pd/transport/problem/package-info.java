/** Errors as strangers see them: RFC 9457 problem documents, written in one place. */
@NullMarked
package org.p2pd.transport.problem;

import org.jspecify.annotations.NullMarked;
