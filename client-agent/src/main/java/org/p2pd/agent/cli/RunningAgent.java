package org.p2pd.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.page.PageToken;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.transport.http.JsonHttp;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** An agent that may run on this machine. */
public final class RunningAgent {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final int OK = 200;
  private static final int STATUS_BYTES_MAX = 64 << 10;
  private static final int LIBRARY_BYTES_MAX = 1 << 20;
  private static final int LIBRARY_PAGES_MAX = 20;
  private static final int BLOCKS_BYTES_MAX = 4 << 20;

  private final JsonHttp json =
      new JsonHttp(HttpClient.newConnection().followRedirect(false), ANSWER_MAX);
  private final URI base;

  /** The one at {@code base}, such as {@code http://localhost:1111}. */
  public RunningAgent(URI base) {
    this.base = base;
  }

  /** What the agent says of itself; empty where none answers. */
  public Optional<AgentStatus> status() {
    return json.get(url("/api/status"), AgentStatus.class, STATUS_BYTES_MAX)
        .onErrorComplete()
        .blockOptional();
  }

  /**
   * Has it share what it holds, or no longer, now and after a restart.
   *
   * @throws IOException where it does not do so; the message says why
   */
  void share(boolean on) throws IOException {
    HttpRequest.Builder settings = HttpRequest.newBuilder(url("/api/settings")).timeout(ANSWER_MAX);
    String token = answer(settings.GET().build())
        .headers()
        .firstValue(PageToken.HEADER)
        .orElseThrow(() -> new IOException("the agent at " + base + " is another version's"));
    answer(settings
        .header(PageToken.HEADER, token)
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString("{\"share\":" + on + "}"))
        .build());
  }

  private HttpResponse<String> answer(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> answer =
          java.net.http.HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new IOException(request.method() + " " + request.uri() + ": status "
            + answer.statusCode() + ", " + answer.body());
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * A film of which the agent holds something.
   *
   * @param heldBlocks of its {@code blocks}
   */
  record HeldFilm(String url, long length, int blocks, int heldBlocks) {}

  private record Library(List<HeldFilm> films, @Nullable String next) {}

  /** The films of which it holds something, as far as the tracker lists them; empty where that cannot be told. */
  List<HeldFilm> heldFilms() {
    List<HeldFilm> held = new ArrayList<>();
    String cursor = null;
    for (int page = 0; page < LIBRARY_PAGES_MAX; page++) {
      String more = cursor == null ? "" : "?cursor=" + URLEncoder.encode(cursor, UTF_8);
      Library read = json.get(url("/api/films" + more), Library.class, LIBRARY_BYTES_MAX)
          .onErrorComplete()
          .block();
      if (read == null) {
        return held;
      }
      read.films().stream().filter(film -> film.heldBlocks() > 0).forEach(held::add);
      cursor = read.next();
      if (cursor == null) {
        return held;
      }
    }
    return held;
  }

  private record Drawn(Picture picture) {}

  private record Picture(BytesByRole bytes) {}

  /** What it received of {@code film} since it started, whoever asked for it; nothing where that cannot be told. */
  public BytesByRole received(ContentName film) {
    return json.get(
            url("/api/blocks?url=" + URLEncoder.encode(film.url(), UTF_8)),
            Drawn.class,
            BLOCKS_BYTES_MAX)
        .map(drawn -> drawn.picture().bytes())
        .onErrorComplete()
        .blockOptional()
        .orElse(BytesByRole.NONE);
  }

  /**
   * What it knows {@code film} to be, with its manifest: from before where its tracker does not answer. Empty where it knows
   * none of that name, or is another version's.
   */
  public Mono<Resolution> resolution(ContentName film) {
    return json.get(
            url("/api/resolution?url=" + URLEncoder.encode(film.url(), UTF_8)),
            Resolution.class,
            Publication.JSON_BYTES_MAX + Manifest.JSON_BYTES_MAX)
        .onErrorComplete();
  }

  /** Where it answers {@code path}. */
  public URI url(String path) {
    return base.resolve(path);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
