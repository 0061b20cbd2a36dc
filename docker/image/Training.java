import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Trains the class cache of the service in this directory while its image is built: starts it, asks it a few hundred
 * things, ends it as an orchestrator would. Fails the build if the service does not start or leaves no cache.
 *
 * <p>Needs neither a network nor Redis: a service starts without what it depends on, and says so.
 */
final class Training {
  private static final Path CACHE = Path.of("app.aot");
  private static final int REQUESTS = 200;
  private static final int START_SECONDS_MAX = 120;
  private static final int END_SECONDS_MAX = 300;
  private static final Map<String, List<String>> REQUEST_URLS = Map.of(
      "tracker-service",
          List.of("http://127.0.0.1:7070/v1/stats", "http://127.0.0.1:7070/openapi.json", "http://127.0.0.1:7070/"),
      "block-service",
          List.of("http://127.0.0.1:7080/film.bin", "http://127.0.0.1:7080/", "http://127.0.0.1:7080/film.bin?direct"),
      "cache-node", List.of("http://127.0.0.1:7090/film.bin", "http://127.0.0.1:7091/actuator/cache"),
      "client-agent", List.of("http://127.0.0.1:1111/", "http://127.0.0.1:1111/api/status"));

  private Training() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("training");
    Process service = start(work);
    awaitAnswer(service, Probe.url().replace("/readiness", "/liveness"));
    List<String> urls = REQUEST_URLS.get(System.getenv("P2PD_SERVICE"));
    for (int i = 0; i < REQUESTS; i++) {
      ask(urls.get(i % urls.size()));
    }
    ask(Probe.url().replaceAll("/actuator/.*", "/actuator/prometheus"));
    service.destroy();
    if (!service.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      service.destroyForcibly();
      throw new IllegalStateException("the service did not end within " + END_SECONDS_MAX + " s of SIGTERM");
    }
    if (!Files.isRegularFile(CACHE)) {
      throw new IllegalStateException(CACHE + " was not written (expected: by -XX:AOTCacheOutput when the service ends)");
    }
    System.out.println(CACHE + ": " + Files.size(CACHE) / 1_000_000 + " MB");
  }

  private static Process start(Path work) throws IOException {
    Files.write(Files.createDirectory(work.resolve("media")).resolve("film.bin"), new byte[1 << 20]);
    ProcessBuilder builder =
        new ProcessBuilder("java", "@java.options", "-XX:AOTCacheOutput=" + CACHE, "-jar", "app.jar");
    builder
        .environment()
        .putAll(Map.of(
            "P2PD_PUBLISH_DIRECTORY", work.resolve("media").toString(),
            "P2PD_PUBLISH_STATE_DIRECTORY", work.resolve("origin").toString(),
            "P2PD_CACHE_DIRECTORY", work.resolve("cache").toString(),
            "P2PD_AGENT_DIRECTORY", work.resolve("agent").toString()));
    return builder.inheritIO().start();
  }

  private static void awaitAnswer(Process service, String url) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (ask(url) <= 0) {
      if (!service.isAlive() || System.nanoTime() > end) {
        service.destroyForcibly();
        throw new IllegalStateException(url + " did not answer within " + START_SECONDS_MAX + " s");
      }
      Thread.sleep(200);
    }
  }

  /** The status of the answer, whatever it is; 0 = none. */
  private static int ask(String url) {
    try {
      return Probe.status(url);
    } catch (IOException e) {
      return 0;
    }
  }
}
