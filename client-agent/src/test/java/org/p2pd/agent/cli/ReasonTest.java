package org.p2pd.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
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
  void of_errorWithoutWords_isItsName() {
    assertThat(Reason.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
  }
}
