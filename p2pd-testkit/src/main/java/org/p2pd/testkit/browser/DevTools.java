package org.p2pd.testkit.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls of the DevTools protocol over its WebSocket; events are passed over. */
final class DevTools implements WebSocket.Listener {
  private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+)");
  private static final long ANSWER_SECONDS_MAX = 60;

  private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private final StringBuilder message = new StringBuilder();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  private DevTools() {}

  static DevTools connect(URI page) {
    DevTools tools = new DevTools();
    tools.socket.complete(
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, tools).join());
    return tools;
  }

  /** Calls a method and waits for its answer, a JSON document. */
  String call(String method, String parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket
        .join()
        .sendText(
            "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
        .join();
    return answer.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      received(message.toString());
      message.setLength(0);
    }
    webSocket.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void received(String text) {
    Matcher id = ID.matcher(text);
    if (id.find()) {
      CompletableFuture<String> answer = waiting.remove(Integer.valueOf(id.group(1)));
      if (answer != null) {
        answer.complete(text);
      }
    }
  }
}
