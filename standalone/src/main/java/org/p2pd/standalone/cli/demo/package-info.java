/** {@code p2pd demo}: what its user types and reads. Door: {@link org.p2pd.standalone.cli.demo.DemoCommand}. */
@NullMarked
package org.p2pd.standalone.cli.demo;

import org.jspecify.annotations.NullMarked;
