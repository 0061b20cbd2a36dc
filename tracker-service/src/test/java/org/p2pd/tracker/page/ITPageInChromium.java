package org.p2pd.tracker.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.testkit.browser.Chromium;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest;

/** The page in the browser that people see it in. */
class ITPageInChromium {
  @Test
  void filmWhoseNameIsNoText_isListedAsItIsWritten_withTheOthers() throws IOException {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
    try (RedisServer redis = RedisServer.start();
        TrackerUnderTest tracker = TrackerUnderTest.start(redis);
        Chromium browser = Chromium.start()) {
      ContentId film = tracker.content(4);
      for (String path : new String[] {"a.mp4", "f%C3%AAte/caf%E9.mp4", "f%C3%AAte/z.mp4"}) {
        tracker.publish("http://films.example/" + path, film, 4, 1, true).is(200);
      }

      browser.open("http://localhost:" + tracker.port() + "/");

      for (String name : new String[] {"a.mp4", "fête/caf%E9.mp4", "fête/z.mp4"}) {
        browser.awaitTrue(
            "[...document.querySelectorAll('#films .name')].some((each) => each.textContent == 'films.example/"
                + name + "')");
      }
    }
  }
}
