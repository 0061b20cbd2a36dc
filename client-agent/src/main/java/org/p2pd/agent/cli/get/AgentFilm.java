package org.p2pd.agent.cli.get;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.cli.RunningAgent;
import org.p2pd.agent.cli.disk.BlockIntake;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.KeyPins;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.tracker.client.TrackerClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Downloads through an agent that runs on this machine already, so that it shares what it gets. */
final class AgentFilm implements FilmSource {
  private static final int PARTS_AHEAD = 32;

  private final HttpClient http =
      HttpClient.newConnection().followRedirect(false).disableRetry(true);
  private final RunningAgent agent;
  private final TrackerClient tracker;
  private final ContentResolver resolver;

  AgentFilm(RunningAgent agent, AgentStatus status) {
    Dialer dialer = new Dialer(new DialPolicy(List.of()));
    this.agent = agent;
    this.tracker = new TrackerClient(dialer, List.of(URI.create(status.tracker())));
    this.resolver = new ContentResolver(tracker, dialer, KeyPins.inMemory(), Clock.systemUTC());
  }

  @Override
  public ResolvedContent film(ContentName name) throws IOException {
    Mono<ResolvedContent> resolution =
        agent.resolution(name).flatMap(AgentFilm::resolved).switchIfEmpty(resolver.resolve(name));
    return Resolutions.await(resolution, name, tracker.replica());
  }

  /** A manifest certifies itself; without it the agent's answer is of no use. */
  private static Mono<ResolvedContent> resolved(Resolution said) {
    Manifest manifest = said.manifest();
    return manifest == null
        ? Mono.empty()
        : Mono.fromCallable(() -> new ResolvedContent(
            said.publication(), manifest.requireId(said.publication().contentId()), 0));
  }

  @Override
  public void fetch(
      ResolvedContent film, int first, int last, BlockIntake intake, Runnable progress)
      throws IOException {
    Iterator<ByteBuf> parts = body(film, film.manifest().layout().rangeOf(first, last))
        .toIterable(PARTS_AHEAD)
        .iterator();
    while (parts.hasNext()) {
      ByteBuf part = parts.next();
      try {
        intake.append(part);
      } finally {
        part.release();
      }
      progress.run();
    }
  }

  private Flux<ByteBuf> body(ResolvedContent film, ByteRange range) {
    ContentName name = film.publication().url();
    return http.headers(
            headers -> headers.set("Range", "bytes=" + range.first() + "-" + range.last()))
        .get()
        .uri(agent.url("/" + name.authority() + name.path() + "?download"))
        .response((response, content) -> response.status().code() == 206
            ? content.retain()
            : Mono.error(new GetFailedException(
                GetFailedException.NO_SOURCE,
                name.url() + ": the agent at " + agent + " answered " + response.status(),
                null)));
  }

  @Override
  public BytesByRole received(ResolvedContent film) {
    return agent.received(film.publication().url());
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
