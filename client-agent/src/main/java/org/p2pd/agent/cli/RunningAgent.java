package org.p2pd.agent.cli;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.cli.disk.FilmFile;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.BytesByRole;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.KeyPins;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.tracker.TrackerClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Downloads through an agent that runs on this machine already, so that it shares what it gets. */
final class RunningAgent implements FilmDownload {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final int STATUS_BYTES_MAX = 64 << 10;
  private static final int PARTS_AHEAD = 32;

  private final HttpClient http = HttpClient.newConnection().followRedirect(false);
  private final JsonHttp json = new JsonHttp(http, ANSWER_MAX);
  private final Dialer dialer = new Dialer(new DialPolicy(List.of()));
  private final URI base;
  private BytesByRole before = BytesByRole.NONE;

  RunningAgent(URI base) {
    this.base = base;
  }

  /** What the agent says of itself; empty where none answers. */
  Optional<AgentStatus> status() {
    return json.get(base.resolve("/api/status"), AgentStatus.class, STATUS_BYTES_MAX)
        .onErrorComplete()
        .blockOptional();
  }

  @Override
  public ResolvedContent film(ContentName name) throws IOException {
    AgentStatus status =
        status().orElseThrow(() -> new IOException("the agent at " + base + " is gone"));
    before = status.received();
    TrackerClient tracker = new TrackerClient(dialer, List.of(URI.create(status.tracker())));
    ContentResolver resolver =
        new ContentResolver(tracker, dialer, KeyPins.inMemory(), Clock.systemUTC());
    return OwnDownload.resolved(resolver.resolve(name), name, tracker.replica());
  }

  @Override
  public void into(FilmFile file, ResolvedContent film, Runnable progress) throws IOException {
    ContentName name = film.publication().url();
    Flux<ByteBuf> body = http.get()
        .uri(base.resolve("/" + name.authority() + name.path()))
        .response((response, content) -> response.status().code() == 200
            ? content.retain()
            : Mono.error(
                new IOException(name.url() + ": the agent answered " + response.status())));
    Iterator<ByteBuf> parts = body.toIterable(PARTS_AHEAD).iterator();
    while (parts.hasNext()) {
      ByteBuf part = parts.next();
      try {
        file.append(part);
      } finally {
        part.release();
      }
      progress.run();
    }
  }

  @Override
  public BytesByRole received() {
    return status().map(now -> minus(now.received(), before)).orElse(BytesByRole.NONE);
  }

  private static BytesByRole minus(BytesByRole now, BytesByRole before) {
    return new BytesByRole(
        now.origin() - before.origin(), now.cache() - before.cache(), now.agent() - before.agent());
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
