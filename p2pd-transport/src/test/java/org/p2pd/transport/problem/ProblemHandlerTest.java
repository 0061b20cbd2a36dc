package org.p2pd.transport.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

class ProblemHandlerTest {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

  private static final ProblemException PROBLEM =
      ProblemException.notFound("nothing is published as /<script>alert(1)</script>");

  @Test
  void browser_getsAPage_inWhichNothingOfTheAddressRuns() {
    MockServerHttpResponse response =
        answerTo(MockServerHttpRequest.get("/x").header("Accept", BROWSER));

    assertThat(response.getStatusCode()).isEqualTo(PROBLEM.status());
    assertThat(response.getHeaders().getContentType()).isEqualTo(ProblemPage.TYPE);
    assertThat(response.getHeaders().getFirst("Content-Security-Policy"))
        .startsWith("default-src 'none'");
    assertThat(response.getBodyAsString().block())
        .contains("<h1>404 Not Found</h1>", "nothing is published as /&lt;script&gt;alert(1)")
        .doesNotContain("<script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "video/mp4,*/*", ""})
  void everybodyElse_getsTheDocument(String accept) {
    MockServerHttpResponse response =
        answerTo(MockServerHttpRequest.get("/x").header("Accept", accept));

    assertThat(response.getHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(response.getBodyAsString().block()).startsWith("{").contains("\"status\":404");
  }

  @Test
  void changeThatABrowserAsksFor_isAnsweredWithTheDocument() {
    MockServerHttpResponse response =
        answerTo(MockServerHttpRequest.put("/x").header("Accept", BROWSER));

    assertThat(response.getHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
  }

  private static MockServerHttpResponse answerTo(MockServerHttpRequest.BaseBuilder<?> request) {
    MockServerWebExchange exchange = MockServerWebExchange.from(request);
    new ProblemHandler().handle(exchange, PROBLEM).block();
    return exchange.getResponse();
  }
}
