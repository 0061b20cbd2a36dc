/** Registration, lease renewal and the call-back that proves a host answers at its address. */
@NullMarked
package org.p2pd.tracker.registration;

import org.jspecify.annotations.NullMarked;
