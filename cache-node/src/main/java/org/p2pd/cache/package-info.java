/** The cache: pulls films through, keeps verified blocks within its size, serves them near the viewers. */
@NullMarked
package org.p2pd.cache;

import org.jspecify.annotations.NullMarked;
