/** The rules of the code base that a compiler does not check, as tests every module calls. */
@NullMarked
package org.p2pd.testkit.architecture;

import org.jspecify.annotations.NullMarked;
