/** Content as verified blocks: identity, block arithmetic, block sets, digests and manifests (WIRE §1). */
@NullMarked
package org.p2pd.protocol.content;

import org.jspecify.annotations.NullMarked;
