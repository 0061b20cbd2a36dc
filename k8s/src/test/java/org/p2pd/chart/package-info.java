/** Tests of the Helm chart. */
@NullMarked
package org.p2pd.chart;

import org.jspecify.annotations.NullMarked;
