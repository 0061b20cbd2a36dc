package org.p2pd.transport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2pd.transport.serve.RawHttp;
import org.p2pd.transport.serve.TestNode;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

class ITHostHeader {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = new TestNode(
        RouterFunctions.route(
            RequestPredicates.GET("/x"), request -> ServerResponse.ok().build()),
        true);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("/x", List.of("Host: a.example"), 200),
        Arguments.of("/x", List.of("Host: [::1]:7080"), 200),
        Arguments.of("http://A.example:80/x", List.of("Host: a.example"), 200),
        Arguments.of("/x", List.of(), 400),
        Arguments.of("/x", List.of("Host:"), 400),
        Arguments.of("/x", List.of("Host: a.example", "Host: a.example"), 400),
        Arguments.of("/x", List.of("Host: a.example, b.example"), 400),
        Arguments.of("/x", List.of("Host: a/b"), 400),
        Arguments.of("/x", List.of("Host: user@a.example"), 400),
        Arguments.of("/x", List.of("Host: a.example:99999"), 400),
        Arguments.of("http://b.example/x", List.of("Host: a.example"), 400),
        Arguments.of("http://a.example:81/x", List.of("Host: a.example"), 400));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void filter_targetInDoubt_is400(String target, List<String> hosts, int status) throws Exception {
    Stream<String> lines = Stream.concat(
        Stream.of("GET " + target + " HTTP/1.1", "Connection: close"), hosts.stream());

    String answer = RawHttp.exchange(node.address(), lines.toArray(String[]::new));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
  }
}
