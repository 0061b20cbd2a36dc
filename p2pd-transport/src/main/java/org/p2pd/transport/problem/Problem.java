package org.p2pd.transport.problem;

/**
 * An RFC 9457 problem document.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status the HTTP status code
 * @param detail what happened, with the value and the expectation
 */
public record Problem(String type, String title, int status, String detail) {}
