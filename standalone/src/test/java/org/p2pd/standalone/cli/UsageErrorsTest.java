package org.p2pd.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that make no sense: exit code 2, and a sentence that begins with the command. */
class UsageErrorsTest {
  private final PrintStream standardOutput = System.out;
  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void leave() {
    System.setOut(standardOutput);
    System.setErr(standardError);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      foo | p2pd: no such command: foo (expected: demo, tracker, origin, cache, agent, get, ls, status,
      gte http://example.org/film | p2pd: no such command: gte (expected: demo,
      cache extra | p2pd cache: extra: settings are written --p2pd.SETTING=VALUE
      cache --p2pd.cache.sise=5GB | p2pd cache: no such setting: --p2pd.cache.sise (did you mean --p2pd.cache.size?)
      tracker --port=7 | p2pd tracker: no such setting: --port
      status --agent foo | p2pd status: Invalid value for option '--agent': 'foo' (expected: a URL such as
      ls --tracker foo | p2pd ls: Invalid value for option '--tracker' (URL): 'foo' (expected: a URL such as
      get --agent foo http://example.org/film | p2pd get: --agent: 'foo' (expected: a URL such as
      get --privacy foo http://example.org/film | p2pd get: --privacy: foo (expected: open, site or none)
      report --management foo | p2pd report: Invalid value for option '--management': 'foo' (expected: a URL
      report --days 0 | p2pd report: --days: 0 (expected: 1 to 31)
      report --days 32 | p2pd report: --days: 32 (expected: 1 to 31)
      demo --scenario 9 | p2pd demo: --scenario: 9 (expected: 1, 2, 3, 4, 5 or http)
      """)
  void nonsense_isRefusedWithCode2_inASentence(String line, String sentence) {
    assertThat(run(line)).as(err.toString(UTF_8)).isEqualTo(2);

    assertThat(err.toString(UTF_8)).startsWith(sentence).contains(" --help' shows how it is used.");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo --media /no/such/films", "-p /no/such/films"})
  void missingFilms_areSaidBeforeAnythingStarts(String line) {
    assertThat(run(line)).isEqualTo(1);

    assertThat(err.toString(UTF_8))
        .startsWith("p2pd: -")
        .contains("/no/such/films is missing: name a directory with films in it");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void help_isAWordToo() {
    assertThat(run("help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: p2pd COMMAND …").contains("Commands (");
    out.reset();

    assertThat(run("help get")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: p2pd get ");
  }

  private static int run(String line) {
    return P2pdCommand.run(line.split(" ", -1));
  }
}
