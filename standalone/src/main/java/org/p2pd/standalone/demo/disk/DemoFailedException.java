package org.p2pd.standalone.demo.disk;

/** The demo does not run. The message is for its user: what is wrong and what to do. */
public final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DemoFailedException(String message) {
    super(message);
  }

  public DemoFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
