package org.p2pd.standalone.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.p2pd.testkit.browser.Chromium;

/** What people see, in the browser they see it in: the sample clip plays and seeks through an agent, the page shows it. */
class ITPagesInChromium {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void viewerWatchesTheSampleClipThroughAnAgent_andTheTrackersPageShowsIt() throws IOException {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
    Ports ports = Ports.free(1);
    try (DemoSystem system =
            new DemoSystem(new DemoSettings(ports, null, null), (what, where) -> {});
        Chromium browser = Chromium.start()) {
      system.start();
      await().atMost(LONG).until(() -> system.films().size() == 1);
      int agent = ports.agents().get(0).viewer();
      String film = "http://localhost:" + agent + "/" + system.authority() + "/sample-clip.mp4";

      watch(browser, film);
      lookAtTheTracker(browser, "http://localhost:" + ports.tracker() + "/");
    }
  }

  private static void watch(Chromium browser, String film) {
    browser.open(film);
    browser.awaitTrue("document.querySelector('video').currentTime > 0.5");
    browser.evaluate("void (document.querySelector('video').currentTime = 15)");
    browser.awaitTrue("document.querySelector('video').currentTime > 15.2");
  }

  /** The page's own functions, with values that a small network does not come to. */
  private static void whatIsShownOfNumbers(Chromium browser) {
    browser.awaitTrue("readable('example.org/a%23%26b/%FF.mp4') === 'example.org/a#&b/%FF.mp4'");
    String film = "{complete: 1, partial: 0, sampled: 0, rarestBlock: 0, ";
    browser.awaitTrue("told(" + film + "blocks: 1, rarestHolders: 1, holders: [1]})"
        + ".endsWith('about 1 holds its only block')");
    browser.awaitTrue("told(" + film + "blocks: 16, rarestHolders: 2, holders: [2, 2, 2]})"
        + ".endsWith('about 2 hold each of its 16 blocks')");
    browser.awaitTrue("told(" + film + "blocks: 16, rarestHolders: 0, holders: [0, 2, 2]})"
        + ".endsWith('nobody holds the rarest of its 16 blocks, number 0')");
    // Nothing was delivered between the two times: no line joins them.
    browser.awaitTrue("(() => { const picture = document.createElementNS(SVG, 'svg');"
        + " offloadOverTime(picture, [[0, 0], [60, 100], [120, 100], [180, 200]]"
        + ".map(([at, delivered]) => ({ at, delivered, origin: 0 })));"
        + " return picture.querySelector('.line').getAttribute('d').split('M').length === 3; })()");
  }

  private static void lookAtTheTracker(Chromium browser, String page) {
    browser.resize(360, 800);
    browser.open(page);
    browser.awaitTrue("document.getElementById('hosts-agent').textContent == '1'");
    browser.awaitTrue("document.getElementById('delivered').textContent.endsWith('MiB')");
    browser.awaitTrue("document.body.innerText.includes('sample-clip.mp4')");
    browser.awaitTrue("document.documentElement.scrollWidth <= 360");
    // The picture of the film: a bar for each of its blocks, and the same in words.
    browser.awaitTrue("document.querySelectorAll('#films .strip rect').length > 10");
    browser.awaitTrue("/hosts? hold.* all of it.* (the rarest|each|any) of its [0-9]+ blocks/"
        + ".test(document.querySelector('#films .strip').getAttribute('aria-label'))");
    browser.awaitTrue("document.querySelector('#films .words').textContent"
        + " == document.querySelector('#films .strip').getAttribute('aria-label')");
    // Every host a dot: an origin, a cache, an agent.
    browser.awaitTrue("document.querySelectorAll('#crowd circle').length == 3");
    browser.awaitTrue("document.querySelectorAll('#crowd circle.agent').length == 1");
    // Offload over time has something to draw.
    browser.awaitTrue("document.querySelector('#history .line') != null");
    browser.awaitTrue(
        "/^Offload since .* at worst/.test(document.getElementById('history').getAttribute('aria-label'))");
    browser.resize(320, 800);
    browser.awaitTrue("document.documentElement.scrollWidth <= 320");
    whatIsShownOfNumbers(browser);
    browser.evaluate("void (document.getElementById('search').value = 'no such film')");
    browser.evaluate("void document.getElementById('search').dispatchEvent(new Event('input'))");
    browser.awaitTrue("document.getElementById('films-none').checkVisibility()"
        + " && document.getElementById('films-none').textContent.startsWith('Nothing found.')");
    browser.resize(1280, 900);
    browser.awaitTrue("document.documentElement.scrollWidth <= 1280");
  }
}
