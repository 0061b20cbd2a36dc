/** Manifests: taken, kept for an hour after the last word about them, given to anyone. */
@NullMarked
package org.p2pd.tracker.content;

import org.jspecify.annotations.NullMarked;
