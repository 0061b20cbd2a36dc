package org.p2pd.standalone.savings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2pd.standalone.savings.NetworkHistory.Traffic;
import org.p2pd.standalone.savings.NetworkSavings.Title;
import org.p2pd.transport.wire.WireFormat;

class NetworkSavingsTest {
  private static final String CONTENT = "0a".repeat(32);

  @Test
  void byTitle_sumsDaysAndPages_mostDeliveredFirst() {
    NetworkSavings first = new NetworkSavings(
        List.of(),
        List.of(
            new Title("2026-11-21", "http://a/film", "1", new Traffic(1, 2, 3, 10)),
            new Title("2026-11-21", null, CONTENT, new Traffic(0, 0, 0, 15))),
        2);
    NetworkSavings second = new NetworkSavings(
        List.of(),
        List.of(new Title("2026-11-20", "http://a/film", "1", new Traffic(10, 20, 30, 100))),
        null);

    assertThat(NetworkSavings.byTitle(List.of(first, second)))
        .containsExactly(
            Map.entry("http://a/film", new Traffic(11, 22, 33, 110)),
            Map.entry(CONTENT, new Traffic(0, 0, 0, 15)));
  }

  @Test
  void answerOfATrackerThatKnowsNoTitles_hasNone() {
    NetworkSavings old = WireFormat.json()
        .readValue("{\"total\":{\"origin\":1},\"hours\":[]}", NetworkSavings.class);

    assertThat(old.days()).isEmpty();
    assertThat(NetworkSavings.byTitle(List.of(old))).isEmpty();
    assertThat(old.next()).isNull();
  }
}
