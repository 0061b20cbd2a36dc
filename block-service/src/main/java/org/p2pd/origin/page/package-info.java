/** The front page: the films that are here, with search and a player, for people with a browser and nothing else. */
@NullMarked
package org.p2pd.origin.page;

import org.jspecify.annotations.NullMarked;
