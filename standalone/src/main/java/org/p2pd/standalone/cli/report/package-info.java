/** {@code p2pd report}: what the network saved, as tables or CSV. Door: {@link org.p2pd.standalone.cli.report.ReportCommand}. */
@NullMarked
package org.p2pd.standalone.cli.report;

import org.jspecify.annotations.NullMarked;
