/** A real browser for tests of pages, where the machine has one. */
@NullMarked
package org.p2pd.testkit.browser;

import org.jspecify.annotations.NullMarked;
