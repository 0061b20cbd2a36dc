package org.p2pd.transport.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2pd.transport.serve.RawHttp;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Requests that arrive before the answer to the one before has ended. */
class ITRoutesInTurn {
  private static final int LARGE_BYTES = 4 << 20;

  /** Netty takes 128 at once from a connection. */
  private static final int REQUESTS = 100;

  private static DisposableServer server;

  @BeforeAll
  static void start() {
    server = ServingLimits.DEFAULT
        .apply(HttpServer.create())
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .get(
                "/late/{name}",
                (request, response) ->
                    response.sendString(Mono.fromSupplier(() -> "<" + request.param("name") + ">")
                        .delayElement(Duration.ofMillis(2), Schedulers.parallel())))
            .post(
                "/size",
                (request, response) -> response.sendString(
                    request.receive().aggregate().map(body -> "<" + body.readableBytes() + ">"))))
        .bindNow();
  }

  @AfterAll
  static void stop() {
    server.disposeNow();
  }

  @Test
  void largeBodyBehindAnUnansweredRequest_isReadToItsEnd() throws Exception {
    byte[] body = new byte[LARGE_BYTES];

    String answers = answersTo(socket -> {
      for (int i = 0; i < 3; i++) {
        RawHttp.send(socket, "GET /late/" + i + " HTTP/1.1", "Host: localhost");
        RawHttp.send(
            socket, "POST /size HTTP/1.1", "Host: localhost", "Content-Length: " + LARGE_BYTES);
        socket.getOutputStream().write(body);
      }
    });

    assertThat(bodies(answers))
        .containsExactly(
            "<0>",
            "<" + LARGE_BYTES + ">",
            "<1>",
            "<" + LARGE_BYTES + ">",
            "<2>",
            "<" + LARGE_BYTES + ">",
            "<end>");
  }

  @Test
  void manyRequestsAtOnce_areAnsweredInTheirOrder() throws Exception {
    String answers = answersTo(socket -> {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < REQUESTS; i++) {
        all.append("GET /late/").append(i).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
      socket.getOutputStream().write(all.toString().getBytes(ISO_8859_1));
    });

    assertThat(bodies(answers))
        .containsExactlyElementsOf(Stream.concat(
                IntStream.range(0, REQUESTS).mapToObj(i -> "<" + i + ">"), Stream.of("<end>"))
            .toList());
  }

  private interface Conversation {
    void say(Socket socket) throws Exception;
  }

  private static String answersTo(Conversation conversation) throws Exception {
    try (Socket socket =
        RawHttp.open((InetSocketAddress) server.address(), "HEAD / HTTP/1.1", "Host: x")) {
      RawHttp.readAnswer(socket, false);
      CompletableFuture<String> answers = CompletableFuture.supplyAsync(() -> {
        try {
          return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      conversation.say(socket);
      RawHttp.send(socket, "GET /late/end HTTP/1.1", "Host: localhost", "Connection: close");
      return answers.join();
    }
  }

  private static Stream<String> bodies(String answers) {
    return Pattern.compile("<[^>]*>").matcher(answers).results().map(found -> found.group());
  }
}
