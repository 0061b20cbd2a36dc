package org.p2pd.tracker.security;

/**
 * The operator's token.
 *
 * @param value as the settings have it, else random
 */
record PublishToken(String value) {
  @Override
  public String toString() {
    return "the publish token";
  }
}
