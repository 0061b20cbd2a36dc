package org.p2pd.transport.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.HtmlUtils;

/** A problem for who followed a link in a browser: the same words as in the document, as a page without anything else. */
final class ProblemPage {
  static final MediaType TYPE = new MediaType(MediaType.TEXT_HTML, UTF_8);

  /** Nothing is loaded, nothing runs: what a stranger asked for stands in the text. */
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

  private static final String FORM = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>%s</title>
      <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 2rem 1rem; overflow-wrap: anywhere; }
      h1 { font-size: 1.25rem; }
      </style>
      </head>
      <body>
      <h1>%s</h1>
      <p>%s</p>
      </body>
      </html>
      """;

  private ProblemPage() {}

  /** Whether {@code request} names HTML among what it takes: browsers do so when they show a page, programs do not. */
  static boolean isWanted(ServerHttpRequest request) {
    boolean reads =
        HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
    List<String> accept = request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT);
    return reads && accept.stream().anyMatch(each -> each.contains(MediaType.TEXT_HTML_VALUE));
  }

  static byte[] of(ProblemException problem) {
    String title = escaped(problem.status().value() + " " + problem.status().getReasonPhrase());
    return FORM.formatted(title, title, escaped(String.valueOf(problem.getMessage())))
        .getBytes(UTF_8);
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
