/** The store's directory: the only package that touches files. Trusts no byte that it finds. */
@NullMarked
package org.p2pd.store.disk;

import org.jspecify.annotations.NullMarked;
