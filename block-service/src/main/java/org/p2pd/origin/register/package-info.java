/** The origin at the tracker: registered, its publications and manifests told, its contents announced. */
@NullMarked
package org.p2pd.origin.register;

import org.jspecify.annotations.NullMarked;
