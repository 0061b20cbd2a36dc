/** Which hosts to name to an asker. Pure: no I/O, no clock, no framework; randomness is passed in. */
@NullMarked
package org.p2pd.tracker.handout;

import org.jspecify.annotations.NullMarked;
