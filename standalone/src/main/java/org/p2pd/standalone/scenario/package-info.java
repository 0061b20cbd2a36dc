/** The scenarios that p2pd was made for, each on this machine, by its original command lines. */
@NullMarked
package org.p2pd.standalone.scenario;

import org.jspecify.annotations.NullMarked;
