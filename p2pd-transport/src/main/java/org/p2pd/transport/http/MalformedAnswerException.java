package org.p2pd.transport.http;

import java.net.URI;

/** An answer that is not what the wire contract says; its sender is at fault. */
public final class MalformedAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(URI uri, Throwable cause) {
    super(sentence(uri.toString(), String.valueOf(cause.getMessage())), cause);
  }

  /** Says what is wrong with the answer of {@code asked}. */
  public MalformedAnswerException(String asked, String wrong) {
    super(sentence(asked, wrong));
  }

  private static String sentence(String asked, String wrong) {
    return "answer of " + asked + " is not what the wire contract says: " + wrong;
  }
}
