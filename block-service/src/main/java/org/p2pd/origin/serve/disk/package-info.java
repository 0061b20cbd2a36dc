/** Open files on their way out, watched for changes. */
@NullMarked
package org.p2pd.origin.serve.disk;

import org.jspecify.annotations.NullMarked;
