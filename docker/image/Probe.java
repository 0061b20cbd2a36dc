import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * Asks the service in this container whether it is ready: exit status 0 if its management port says so, else 1 and a
 * sentence why not. Takes the place of curl and a shell.
 *
 * <p>{@code P2PD_SERVICE} says which service it is, {@code P2PD_PROBE_URL} where to ask instead.
 */
final class Probe {
  private static final int WAIT_MILLIS = 2_000;
  private static final int ANSWER_BYTES_MAX = 1_024;
  private static final Map<String, String> QUESTIONS = Map.of(
      "tracker-service", "http://127.0.0.1:7071/actuator/health/readiness",
      "block-service", "http://127.0.0.1:7081/actuator/health/readiness",
      "cache-node", "http://127.0.0.1:7091/actuator/health/readiness",
      "client-agent", "http://127.0.0.1:1113/actuator/health");

  private Probe() {}

  public static void main(String[] arguments) {
    String url = url();
    try {
      int status = status(url);
      if (status != HttpURLConnection.HTTP_OK) {
        fail(url + " answered " + status + " (expected: 200)");
      }
    } catch (IOException e) {
      fail(url + " does not answer: " + e.getMessage());
    }
  }

  /** Where the service of this container answers for its health. */
  static String url() {
    String service = System.getenv("P2PD_SERVICE");
    String url = System.getenv().getOrDefault("P2PD_PROBE_URL", QUESTIONS.getOrDefault(service, ""));
    if (url.isEmpty()) {
      fail("P2PD_SERVICE: " + service + " (expected: one of " + QUESTIONS.keySet() + ")");
    }
    return url;
  }

  /** The status of the answer to {@code GET url}. */
  static int status(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(WAIT_MILLIS);
    connection.setReadTimeout(WAIT_MILLIS);
    int status = connection.getResponseCode();
    try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (body != null) {
        body.readNBytes(ANSWER_BYTES_MAX);
      }
    }
    return status;
  }

  private static void fail(String why) {
    System.err.println(why);
    System.exit(1);
  }
}
