package org.p2pd.transport.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void wellFormedField_isReadAndWrittenAgain() {
    String field = "00-" + TRACE + "-" + SPAN + "-01";
    TraceContext sampled = new TraceContext(TRACE, SPAN, true);

    assertThat(TraceContext.parse(field)).isEqualTo(sampled);
    assertThat(sampled.toField()).isEqualTo(field);
    assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-02"))
        .isEqualTo(new TraceContext(TRACE, SPAN, false));
  }

  @Test
  void laterVersion_isReadAsFarAsItIsKnown() {
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-what-comes-after"))
        .isEqualTo(new TraceContext(TRACE, SPAN, true));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN,
        "00-" + TRACE + "-" + SPAN + "-0g",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "cc-" + TRACE + "-" + SPAN + "-01more",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
      })
  void nonsense_countsAsNone(String field) {
    assertThat(TraceContext.parse(field)).isNull();
  }

  @Test
  void fieldWithoutEnd_countsAsNone() {
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(10_000)))
        .isNull();
  }

  @Test
  void requestId_isTakenWhereItCanBeATraceId() {
    assertThat(TraceContext.traceIdOf(TRACE)).isEqualTo(TRACE);
    assertThat(TraceContext.traceIdOf("4BF92F35-77B3-4DA6-A3CE-929D0E0E4736")).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "7",
        "a b",
        "00000000000000000000000000000000",
        "4bf92f3577b34da6a3ce929d0e0e473\n"
      })
  void otherRequestId_isReplacedByANewOneEachTime(String sent) {
    String first = TraceContext.traceIdOf(sent);

    assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(TraceContext.traceIdOf(sent));
    assertThat(TraceContext.parse(TraceContext.unsampled(first).toField())).isNotNull();
  }

  @Test
  void traceparent_goesBeforeRequestId() {
    assertThat(TraceContext.traceIdOf("00-" + TRACE + "-" + SPAN + "-00", "f".repeat(32)))
        .isEqualTo(TRACE);
    assertThat(TraceContext.traceIdOf("nonsense", "f".repeat(32))).isEqualTo("f".repeat(32));
  }
}
