package org.p2pd.transport.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.protocol.content.ByteRange;

/** RFC 9110 §13 and §14 as a table; the representation has 1 000 bytes, tag "now", changed Tue 10:00:00.700. */
class PreconditionTest {
  private static final Representation FILM =
      new Representation("\"now\"", Instant.parse("2026-11-17T10:00:00.700Z"), 1_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // What is sent, field=value;…                                   | status | range
        "                                                                 | 200 | 0-999",
        "If-Match=*                                                       | 200 | 0-999",
        "If-Match=\"now\"                                                 | 200 | 0-999",
        "If-Match=\"old\", \"now\"                                        | 200 | 0-999",
        "If-Match=\"old\"                                                 | 412 |",
        "If-Match=W/\"now\"                                               | 412 |",
        "If-Match=now                                                     | 412 |",
        "If-Unmodified-Since=Tue, 17 Nov 2026 10:00:00 GMT                | 200 | 0-999",
        "If-Unmodified-Since=Tue, 17 Nov 2026 09:59:59 GMT                | 412 |",
        "If-Unmodified-Since=yesterday                                    | 200 | 0-999",
        "If-Match=\"now\";If-Unmodified-Since=Tue, 17 Nov 2026 09:59:59 GMT | 200 | 0-999",
        "If-None-Match=\"now\"                                            | 304 |",
        "If-None-Match=W/\"now\"                                          | 304 |",
        "If-None-Match=*                                                  | 304 |",
        "If-None-Match=\"a,b\", \"now\"                                   | 304 |",
        "If-None-Match=\"old\"                                            | 200 | 0-999",
        "If-Modified-Since=Tue, 17 Nov 2026 10:00:00 GMT                  | 304 |",
        "If-Modified-Since=Tuesday, 17-Nov-26 10:00:00 GMT                | 304 |",
        "If-Modified-Since=Tue Nov 17 10:00:00 2026                       | 304 |",
        "If-Modified-Since=Tue, 17 Nov 2026 09:59:59 GMT                  | 200 | 0-999",
        "If-Modified-Since=soon                                           | 200 | 0-999",
        "If-None-Match=\"old\";If-Modified-Since=Tue, 17 Nov 2026 10:00:00 GMT | 200 | 0-999",
        "If-Match=\"old\";If-None-Match=\"now\"                           | 412 |",
        "If-None-Match=\"now\";Range=bytes=0-9                            | 304 |",
        "Range=bytes=0-9                                                  | 206 | 0-9",
        "Range=BYTES=0-9                                                  | 206 | 0-9",
        "Range=bytes=0-0                                                  | 206 | 0-0",
        "Range=bytes=999-                                                 | 206 | 999-999",
        "Range=bytes=5-                                                   | 206 | 5-999",
        "Range=bytes=5-99999999999999999999999                            | 206 | 5-999",
        "Range=bytes=-10                                                  | 206 | 990-999",
        "Range=bytes=-5000                                                | 206 | 0-999",
        "Range=bytes=0000000000000000000000007-8                          | 206 | 7-8",
        "Range=bytes= 1-2 ,                                               | 206 | 1-2",
        "Range=bytes=-0                                                   | 416 |",
        "Range=bytes=1000-                                                | 416 |",
        "Range=bytes=99999999999999999999999-                             | 416 |",
        "Range=bytes=9-8                                                  | 200 | 0-999",
        "Range=bytes=-                                                    | 200 | 0-999",
        "Range=bytes=a-b                                                  | 200 | 0-999",
        "Range=bytes=+1-2                                                 | 200 | 0-999",
        "Range=bytes=0-1,5-6                                              | 200 | 0-999",
        "Range=bytes=0-1,0-1,0-1,0-1                                      | 200 | 0-999",
        "Range=lines=0-9                                                  | 200 | 0-999",
        "Range=0-9                                                        | 200 | 0-999",
        "If-Range=\"now\";Range=bytes=0-9                                 | 206 | 0-9",
        "If-Range=\"old\";Range=bytes=0-9                                 | 200 | 0-999",
        "If-Range=W/\"now\";Range=bytes=0-9                               | 200 | 0-999",
        "If-Range=\"old\";Range=bytes=1000-                               | 200 | 0-999",
        "If-Range=Tue, 17 Nov 2026 10:00:00 GMT;Range=bytes=0-9           | 206 | 0-9",
        "If-Range=Tue, 17 Nov 2026 10:00:01 GMT;Range=bytes=0-9           | 200 | 0-999",
        "If-Range=nonsense;Range=bytes=0-9                                | 200 | 0-999",
        "method=HEAD;Range=bytes=0-9                                      | 200 | 0-999",
        "method=HEAD;If-None-Match=\"now\"                                | 304 |",
      })
  void evaluate_condition_isAnsweredAsRfc9110Says(String sent, int status, String range) {
    Selection selection = Precondition.evaluate(request(sent == null ? "" : sent), FILM);

    assertThat(selection.status().value()).isEqualTo(status);
    assertThat(selection.range()).isEqualTo(range == null ? null : range(range));
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-", "bytes=0-0", "bytes=-1", "bytes=5-9", "bytes=-0"})
  void evaluate_emptyRepresentation_ignoresRange(String range) {
    Representation empty = new Representation("\"none\"", null, 0);

    Selection selection = Precondition.evaluate(request("Range=" + range), empty);

    assertThat(selection.status().value()).isEqualTo(200);
    assertThat(selection.range()).isNull();
  }

  private static ByteRange range(String text) {
    int dash = text.indexOf('-');
    return new ByteRange(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  private static RequestConditions request(String sent) {
    Map<String, String> fields = new HashMap<>();
    for (String field : sent.split(";")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1).strip());
      }
    }
    return new RequestConditions(
        "HEAD".equals(fields.get("method")),
        fields.get("If-Match"),
        fields.get("If-Unmodified-Since"),
        fields.get("If-None-Match"),
        fields.get("If-Modified-Since"),
        fields.get("If-Range"),
        fields.get("Range"));
  }
}
