/**
 * What is said of all commands: the manual page, and what a shell needs to complete them. Doors:
 * {@link org.p2pd.standalone.cli.help.ManCommand} and {@link org.p2pd.standalone.cli.help.CompletionCommand}.
 */
@NullMarked
package org.p2pd.standalone.cli.help;

import org.jspecify.annotations.NullMarked;
