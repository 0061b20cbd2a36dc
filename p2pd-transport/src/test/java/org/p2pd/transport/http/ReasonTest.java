package org.p2pd.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;

class ReasonTest {
  @Test
  void of_wrappedErrorOfASystemCall_isWhatItSays() {
    Throwable refused = Exceptions.propagate(new ConnectException(
        "finishConnect(..) failed with error(-111): Connection refused: localhost/127.0.0.1:9"));

    assertThat(Reason.of(refused)).isEqualTo("Connection refused: localhost/127.0.0.1:9");
  }

  @Test
  void of_refusal_isTheProblemsDetail_notItsDocument() {
    String call = "GET http://localhost:7070/v1/publications: status 400, ";
    assertThat(Reason.of(new IOException(call
            + "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"limit: 0 (expected: 1)\"}")))
        .isEqualTo(call + "limit: 0 (expected: 1)");
    assertThat(Reason.of(new IOException(call + "{\"title\":\"cut off…")))
        .isEqualTo("GET http://localhost:7070/v1/publications: status 400");
  }

  @Test
  void of_silenceAndUnknownName_areSentences() {
    assertThat(Reason.of(new TimeoutException("Did not observe any item within 5000ms in 'map'")))
        .isEqualTo("no answer in time");
    assertThat(Reason.of(new UnknownHostException("tracker.example")))
        .isEqualTo("no such host: tracker.example");
  }

  @Test
  void of_errorWithoutWords_isItsName() {
    assertThat(Reason.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
  }
}
