/** JSON bodies in and out, within limits; Redis failures as 503. */
@NullMarked
package org.p2pd.tracker.web;

import org.jspecify.annotations.NullMarked;
