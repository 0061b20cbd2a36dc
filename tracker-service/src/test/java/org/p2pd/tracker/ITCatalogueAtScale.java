package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.catalogue.Statement;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.redis.Redis;

/**
 * A catalogue of many films. {@code -Dp2pd.catalogue.publications=100000} makes it large and its figures, on standard
 * output, worth reading; docs/tracker.md has those of one such run.
 */
@NullUnmarked
class ITCatalogueAtScale {
  private static final int PUBLICATIONS = Integer.getInteger("p2pd.catalogue.publications", 3_000);
  private static final int PAGE = 200;

  @Test
  void manyPublications_arePagedInOrderAndFoundByTheirWords() {
    try (RedisServer redis = RedisServer.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis)) {
      long emptyBytes = usedBytes(tracker);
      long start = System.nanoTime();
      for (int from = 0; from < PUBLICATIONS; from += Statement.ENTRIES_MAX) {
        state(tracker, from, Math.min(PUBLICATIONS, from + Statement.ENTRIES_MAX));
      }
      report("stated, µs each", start, PUBLICATIONS);
      System.out.println("RESULT catalogue bytes of Redis per publication "
          + (usedBytes(tracker) - emptyBytes) / PUBLICATIONS);

      start = System.nanoTime();
      List<String> names = new ArrayList<>();
      String cursor = "";
      int pages = 0;
      while (cursor != null) {
        Catalogue page = catalogue(tracker, "limit=" + PAGE + "&cursor=" + cursor);
        page.publications().forEach(each -> names.add(each.url().url()));
        cursor = page.next();
        pages++;
      }
      report("paged, µs a page", start, pages);

      assertThat(names).hasSize(PUBLICATIONS).isSorted().doesNotHaveDuplicates();
      start = System.nanoTime();
      assertThat(catalogue(tracker, "q=number-" + (PUBLICATIONS - 1)).publications())
          .hasSize(1);
      assertThat(catalogue(tracker, "q=film+lectures+" + (PUBLICATIONS - 2)).publications())
          .as("common words do not hide the rare one")
          .hasSize(1);
      assertThat(catalogue(tracker, "q=nowhere+film").publications()).isEmpty();
      report("searched, µs each", start, 3);
      assertThat(catalogue(tracker, "authority=site3.example&limit=1")
              .publications()
              .get(0)
              .url())
          .asString()
          .startsWith("http://site3.example/");
      assertThat(tracker.get("/v1/authorities").is(200).body()).contains("site9.example");
    }
  }

  private static void state(TrackerUnderTest tracker, int from, int to) {
    List<Manifest> manifests = new ArrayList<>();
    List<Publication> publications = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Manifest manifest = tracker.manifest(1);
      manifests.add(manifest);
      publications.add(TrackerUnderTest.publication(
          String.format("http://site%d.example/lectures/film-number-%d.mp4", i % 10, i),
          manifest.contentId(),
          1,
          1,
          true));
    }
    assertThat(tracker
            .send("POST", "/v1/publications", new Statement(manifests, publications), PUBLISH_TOKEN)
            .is(200)
            .as(StatementReply.class)
            .refused())
        .isEmpty();
  }

  private static Catalogue catalogue(TrackerUnderTest tracker, String query) {
    return tracker.get("/v1/publications?" + query).is(200).as(Catalogue.class);
  }

  private static long usedBytes(TrackerUnderTest tracker) {
    return Long.parseLong(tracker
        .bean(Redis.class)
        .call(r ->
            r.execute(connection -> connection.serverCommands().info("memory")).next())
        .block()
        .getProperty("used_memory"));
  }

  private static void report(String what, long startNanos, int count) {
    System.out.println(
        "RESULT catalogue " + what + " " + (System.nanoTime() - startNanos) / 1_000 / count);
  }
}
