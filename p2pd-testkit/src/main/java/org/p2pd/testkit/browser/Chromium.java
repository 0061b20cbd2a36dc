package org.p2pd.testkit.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium, driven over its DevTools protocol. Its profile is a directory of its own, which goes with it.
 *
 * <p>Knows one page at a time; what the page says is asked for as JavaScript expressions.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Pattern PAGE_SOCKET =
      Pattern.compile("\"webSocketDebuggerUrl\":\\s*\"(ws://[^\"]+/page/[^\"]+)\"");
  private static final long START_SECONDS_MAX = 60;

  private final Process process;
  private final Path profile;
  private @Nullable DevTools devTools;

  private Chromium(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  /** Where the machine's Chromium is; empty where it has none. */
  public static Optional<Path> installed() {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts the installed Chromium with an empty profile. */
  public static Chromium start() {
    Path binary =
        installed().orElseThrow(() -> new IllegalStateException("no Chromium on the PATH"));
    try {
      Path profile = Files.createTempDirectory("p2pd-chromium");
      Process process = new ProcessBuilder(
              binary.toString(),
              "--headless",
              "--no-sandbox",
              "--disable-gpu",
              "--disable-quic",
              "--disable-sync",
              "--disable-background-networking",
              "--disable-component-update",
              "--no-first-run",
              "--autoplay-policy=no-user-gesture-required",
              "--remote-debugging-port=0",
              "--user-data-dir=" + profile,
              "about:blank")
          .redirectErrorStream(true)
          .redirectOutput(profile.resolve("output.log").toFile())
          .start();
      Chromium chromium = new Chromium(process, profile);
      chromium.connect();
      return chromium;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws IOException {
    Path portFile = profile.resolve("DevToolsActivePort");
    await("Chromium to start", () -> Files.exists(portFile) && !read(portFile).isBlank());
    int port = Integer.parseInt(read(portFile).lines().findFirst().orElseThrow());
    devTools = DevTools.connect(pageSocket(port));
  }

  private static URI pageSocket(int port) throws IOException {
    try {
      String pages = HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                  .build(),
              BodyHandlers.ofString())
          .body();
      Matcher socket = PAGE_SOCKET.matcher(pages);
      if (!socket.find()) {
        throw new IOException("Chromium shows no page: " + pages);
      }
      return URI.create(socket.group(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a page; its scripts may still be running when this returns. */
  public void open(String url) {
    tools().call("Page.navigate", "{\"url\":\"" + url + "\"}");
  }

  /** Sets the size of the page, in CSS pixels. */
  public void resize(int width, int height) {
    tools()
        .call(
            "Emulation.setDeviceMetricsOverride",
            "{\"width\":" + width + ",\"height\":" + height
                + ",\"deviceScaleFactor\":1,\"mobile\":false}");
  }

  /** Has the page seen by somebody who prefers so, such as {@code prefers-color-scheme} and {@code dark}. */
  public void prefer(String feature, String value) {
    tools()
        .call(
            "Emulation.setEmulatedMedia",
            "{\"features\":[{\"name\":\"" + feature + "\",\"value\":\"" + value + "\"}]}");
  }

  /** Presses a key; the page hears of it as of a user's. */
  public void press(Key key) {
    for (String type : List.of("keyDown", "keyUp")) {
      tools()
          .call(
              "Input.dispatchKeyEvent",
              "{\"type\":\"" + type + "\",\"key\":\"" + key.name + "\",\"code\":\"" + key.name
                  + "\",\"text\":\"" + key.text + "\",\"windowsVirtualKeyCode\":" + key.code + "}");
    }
  }

  /** Keys with which a page is used without a mouse. */
  public enum Key {
    TAB("Tab", 9, ""),
    ENTER("Enter", 13, "\\r");

    private final String name;
    private final int code;
    private final String text;

    Key(String name, int code, String text) {
      this.name = name;
      this.code = code;
      this.text = text;
    }
  }

  /** Gives pages of {@code origin} a permission, by its name in the DevTools protocol. */
  public void grant(String permission, String origin) {
    tools()
        .call(
            "Browser.grantPermissions",
            "{\"permissions\":[\"" + permission + "\"],\"origin\":\"" + origin + "\"}");
  }

  /** Lets the page receive at most so many bytes a second; -1 = as many as come. */
  public void slowDown(int bytesPerSecond) {
    tools().call("Network.enable", "{}");
    tools()
        .call(
            "Network.emulateNetworkConditions",
            "{\"offline\":false,\"latency\":0,\"uploadThroughput\":-1,\"downloadThroughput\":"
                + bytesPerSecond + "}");
  }

  /**
   * What a JavaScript expression is worth in the page, as a JSON document of the DevTools protocol; promises are waited for.
   *
   * @param expression without line breaks, double quotes and backslashes
   */
  public String evaluate(String expression) {
    return tools()
        .call(
            "Runtime.evaluate",
            "{\"expression\":\"" + expression + "\",\"returnByValue\":true,\"awaitPromise\":true}");
  }

  /** Waits, up to a minute, until a JavaScript expression is true in the page. */
  public void awaitTrue(String expression) {
    await(expression, () -> evaluate(expression).contains("\"value\":true"));
  }

  private DevTools tools() {
    if (devTools == null) {
      throw new IllegalStateException("Chromium is not connected");
    }
    return devTools;
  }

  private static void await(String what, Supplier<Boolean> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (!condition.get()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited " + START_SECONDS_MAX + " s for: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
