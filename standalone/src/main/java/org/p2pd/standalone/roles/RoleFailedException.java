package org.p2pd.standalone.roles;

/** A service did not start. The message is for its user: what is wrong and what to do. */
public final class RoleFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RoleFailedException(Role role, String sentence, Throwable cause) {
    super("the " + role.title() + " does not start: " + sentence, cause);
  }
}
