package org.p2pd.transport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2pd.transport.serve.RawHttp;
import org.p2pd.transport.serve.TestNode;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

class ITOtherMethods {
  private final TestNode node = new TestNode(
      RouterFunctions.route()
          .GET("/read", request -> ServerResponse.ok().bodyValue("twelve bytes"))
          .POST("/told", request -> ServerResponse.noContent().build())
          .build(),
      false);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void head_ofWhatHasAGetRouteOnly_isItsHeadWithoutTheBody() throws IOException {
    assertThat(exchange("HEAD", "/read"))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-length: 12\r\n")
        .doesNotContain("twelve bytes");
  }

  @Test
  void get_ofWhatHasAPostRouteOnly_is405AndNamesIt() throws IOException {
    assertThat(exchange("GET", "/told"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("allow: OPTIONS,POST\r\n")
        .contains("method: GET");
  }

  @Test
  void options_namesWhatIsAllowed() throws IOException {
    assertThat(exchange("OPTIONS", "/read"))
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("allow: GET,HEAD,OPTIONS\r\n");
  }

  @Test
  void pathWithoutAnyRoute_is404() throws IOException {
    assertThat(exchange("HEAD", "/nothing")).startsWith("HTTP/1.1 404");
    assertThat(exchange("OPTIONS", "/nothing")).startsWith("HTTP/1.1 404");
  }

  private String exchange(String method, String path) throws IOException {
    return RawHttp.exchange(
        node.address(), method + " " + path + " HTTP/1.1", "Host: x", "Connection: close");
  }
}
