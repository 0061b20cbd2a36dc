package org.p2pd.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.standalone.roles.Role;
import org.p2pd.standalone.roles.RunningRole;
import org.p2pd.testkit.browser.Chromium;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The agent's page, and providers' pages that play through an agent, in the browser people see them in. */
class ITAgentPageInChromium {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Pattern EXAMPLE = Pattern.compile("```html\n(.*?)```", Pattern.DOTALL);

  @TempDir
  private static Path directory;

  private static Ports ports;
  private static DemoSystem system;
  private static SampleFilms films;
  private static Chromium browser;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
    Path media = Files.createDirectory(directory.resolve("media"));
    films = SampleFilms.in(media);
    ports = Ports.free(1);
    system = new DemoSystem(new DemoSettings(ports, media, null), (what, where) -> {});
    system.start();
    await().atMost(LONG).until(() -> system.films().size() == 2);
    browser = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (system != null) {
      system.close();
    }
  }

  @Test
  void viewerWithoutAMouse_watchesAFilm_andSeesWhereEachBlockComesFrom() {
    browser.resize(1280, 900);
    browser.open(agentsPage());
    browser.awaitTrue("document.querySelectorAll('#films a').length == 2");
    tabTo("http://" + system.authority() + SampleFilms.PATH);
    browser.press(Chromium.Key.ENTER);

    browser.awaitTrue("document.activeElement.id == 'video'");
    browser.awaitTrue("document.getElementById('video').currentTime > 0.5");
    browser.evaluate("void (document.getElementById('video').currentTime = 15)");
    browser.awaitTrue("document.getElementById('video').currentTime > 15.2");

    String blocks = "(" + films.length() + " + 262143 - (" + films.length() + " + 262143) % 262144)"
        + " / 262144";
    browser.awaitTrue(number(".missing") + " == 0 && " + number(".fetching") + " == 0");
    browser.awaitTrue(
        "[...document.querySelectorAll('#sources .blocks')].reduce((sum, each) => sum + Number(each.textContent), 0) == "
            + blocks);
    browser.awaitTrue(isColouredAsItsSource());
    browser.awaitTrue("document.getElementById('blocks').ariaLabel.includes(' from ')");
    browser.awaitTrue("document.getElementById('saved').textContent.endsWith('%')");
    browser.awaitTrue("document.getElementById('delivered').textContent.endsWith('MiB')");
    // The page's address leads back to the film, ready to play; nothing plays before the user says
    // so.
    browser.evaluate("void location.reload()");
    browser.awaitTrue(
        "document.title.startsWith('sample-clip.mp4') && document.getElementById('video').readyState > 0");
    browser.awaitTrue("document.getElementById('video').paused");
  }

  private static String number(String row) {
    return "Number(document.querySelector('#sources " + row + " .blocks').textContent)";
  }

  private static String isColouredAsItsSource() {
    return "(() => { const canvas = document.getElementById('blocks');"
        + " const pixel = canvas.getContext('2d').getImageData(4, 4, 1, 1).data;"
        + " const colour = '#' + [...pixel].slice(0, 3).map((value) => value.toString(16).padStart(2, '0')).join('');"
        + " const style = getComputedStyle(canvas);"
        + " return ['origin', 'cache', 'agent', 'disk'].some("
        + "(source) => style.getPropertyValue('--' + source).trim() == colour); })()";
  }

  private static void tabTo(String film) {
    String reached = "document.activeElement.dataset.url == '" + film + "'";
    for (int i = 0; i < 30 && !browser.evaluate(reached).contains("\"value\":true"); i++) {
      browser.press(Chromium.Key.TAB);
    }
    browser.awaitTrue(reached);
  }

  @Test
  void page_narrowAndWide_lightAndDark_fitsAndFollows() {
    browser.open(agentsPage() + "?open=spp://" + system.authority() + SampleFilms.PATH);
    browser.awaitTrue("document.querySelectorAll('#films a').length == 2");
    browser.awaitTrue("document.getElementById('film-title').textContent == 'sample-clip.mp4'");
    for (int width : List.of(360, 1280)) {
      browser.resize(width, 800);
      browser.awaitTrue(
          "innerWidth == " + width + " && document.documentElement.scrollWidth <= " + width);
    }
    browser.prefer("prefers-color-scheme", "dark");
    browser.awaitTrue("getComputedStyle(document.body).backgroundColor == 'rgb(18, 23, 22)'");
    browser.prefer("prefers-color-scheme", "light");
    browser.awaitTrue("getComputedStyle(document.body).backgroundColor == 'rgb(246, 247, 246)'");
  }

  @Test
  void nameThatLooksLikeMarkup_isText() {
    browser.open(agentsPage());
    browser.awaitTrue("document.querySelectorAll('#films a').length == 2");

    browser.awaitTrue(
        "document.querySelector('#films bdi').textContent == '" + films.oddTitle() + "'");
    browser.awaitTrue("document.querySelector('#films b') == null");
    browser.evaluate("void document.querySelector('#films a').click()");
    browser.awaitTrue("document.getElementById('video').currentTime > 0.2");
  }

  @Test
  void sharing_switchedOffInThePage_restsAndIsSaid() {
    browser.open(agentsPage());
    browser.awaitTrue("document.getElementById('share').checked");

    browser.evaluate("void document.getElementById('share').click()");

    browser.awaitTrue("document.getElementById('share-note').textContent.startsWith('Off')");
    browser.awaitTrue("document.getElementById('reach-why').textContent.includes('switched off')");
    browser.awaitTrue("document.getElementById('limits').disabled");
    browser.evaluate("void document.getElementById('share').click()");
    browser.awaitTrue("document.getElementById('share-note').textContent.startsWith('On')");
  }

  @Test
  void filmThatIsNotThere_isSaid() {
    browser.open(agentsPage() + "?open=spp://" + system.authority() + "/none.mp4");

    browser.awaitTrue("!document.getElementById('film-problem').hidden"
        + " && document.getElementById('film-title').textContent.includes('none.mp4')"
        + " && document.getElementById('film-problem').textContent.includes('published')");
  }

  @Test
  void providersPage_agentDiesWhileItPlays_goesOnFromTheOrigin() throws IOException {
    Ports.AgentPorts mortal = Ports.free(1).agents().get(0);
    List<String> settings = new RoleSettings(ports, "").agent(mortal, directory.resolve("mortal"));
    DisposableServer provider = provider(mortal.viewer(), "");
    try (RunningRole agent = RunningRole.among(Role.AGENT, settings)) {
      browser.slowDown(200_000); // so that not all of the film is here already
      browser.open("http://localhost:" + provider.port() + "/");
      browser.awaitTrue(plays("localhost:" + mortal.viewer(), 0.5));
      agent.close();
      browser.evaluate("void (document.querySelector('video').currentTime = 20)");
      browser.slowDown(-1);

      browser.awaitTrue(plays(system.authority(), 20.2));
    } finally {
      browser.slowDown(-1);
      provider.disposeNow();
    }
  }

  @Test
  void providersPage_viewerHasNoAgent_playsFromTheOrigin() throws IOException {
    DisposableServer provider = provider(Ports.freePort(), "");
    try {
      browser.open("http://localhost:" + provider.port() + "/");

      browser.awaitTrue(plays(system.authority(), 0.5));
    } finally {
      provider.disposeNow();
    }
  }

  /** Chromium's Local Network Access: what a page of the internet may play from this machine, the user decides. */
  @Test
  void providersPageOnTheInternet_viewerAllowsIt_playsThroughTheAgent() throws IOException {
    DisposableServer provider = provider(agentPort(), "treat-as-public-address");
    String page = "http://localhost:" + provider.port();
    try {
      browser.grant("loopbackNetwork", page);
      browser.open(page + "/");

      browser.awaitTrue(plays("localhost:" + agentPort(), 0.5));
    } finally {
      provider.disposeNow();
    }
  }

  /** A page with the example of docs/embed.md in it, the addresses filled in. */
  private static DisposableServer provider(int agent, String policy) throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "embed.md")));
    assertThat(example.find()).isTrue();
    String player = example
        .group(1)
        .replace("localhost:1111", "localhost:" + agent)
        .replace("https://media.example.edu", "http://" + system.authority())
        .replace("media.example.edu", system.authority())
        .replace("/lectures/orbits.mp4", SampleFilms.PATH)
        .replace("<video ", "<video muted autoplay ");
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .handle((request, response) -> response
            .header("Content-Type", "text/html")
            .header("Content-Security-Policy", policy)
            .sendString(Mono.just("<!doctype html><title>A lecture</title>" + player)))
        .bindNow();
  }

  /** The film comes from there, and the picture moves. */
  private static String plays(String authority, double beyond) {
    String video = "document.querySelector('video')";
    return "document.title == 'A lecture' && " + video + ".currentSrc.startsWith('http://"
        + authority + "/') && " + video + ".currentTime > " + beyond;
  }

  private static int agentPort() {
    return ports.agents().get(0).viewer();
  }

  private static String agentsPage() {
    return "http://localhost:" + agentPort() + "/";
  }
}
