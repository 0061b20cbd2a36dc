package org.p2pd.tracker.title;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.title.Titles.Row;

/** Rows that are not in Redis yet. Of more than {@value #ROWS_MAX} the further ones are lost. Thread-safe. */
final class WaitingTitles {
  static final int ROWS_MAX = 8_192;

  private final Map<Key, ContentTraffic> rows = new ConcurrentHashMap<>();

  void add(Row row) {
    Key key = new Key(row.day(), row.content());
    if (rows.size() < ROWS_MAX || rows.containsKey(key)) {
      rows.merge(key, row.moved(), ContentTraffic::plus);
    }
  }

  /** Takes out all rows, in lists of one day each and at most {@code max} rows. */
  List<List<Row>> take(int max) {
    Map<LocalDate, List<List<Row>>> byDay = new ConcurrentHashMap<>();
    for (Key key : rows.keySet()) {
      ContentTraffic moved = rows.remove(key);
      if (moved != null) {
        List<List<Row>> lists = byDay.computeIfAbsent(key.day(), day -> new ArrayList<>());
        if (lists.isEmpty() || lists.get(lists.size() - 1).size() == max) {
          lists.add(new ArrayList<>());
        }
        lists.get(lists.size() - 1).add(new Row(key.day(), key.content(), moved));
      }
    }
    return byDay.values().stream().flatMap(List::stream).toList();
  }

  private record Key(LocalDate day, ContentId content) {}
}
