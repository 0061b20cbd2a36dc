/**
 * Carries out what {@code schedule} decides: keeps one transfer a content, sends its requests, has what was verified stored,
 * and wakes the readers. Door: {@link org.p2pd.transport.fetch.FetchEngine}.
 */
@NullMarked
package org.p2pd.transport.fetch;

import org.jspecify.annotations.NullMarked;
