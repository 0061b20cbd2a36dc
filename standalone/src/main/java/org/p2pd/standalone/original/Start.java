package org.p2pd.standalone.original;

import java.util.List;
import org.p2pd.standalone.roles.Role;

/**
 * A role to start.
 *
 * @param settings as on its own command line
 */
public record Start(Role role, List<String> settings) {
  public Start {
    settings = List.copyOf(settings);
  }
}
