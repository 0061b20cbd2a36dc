package org.p2pd.agent.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.transport.http.JsonHttp;
import reactor.netty.http.client.HttpClient;

/** An agent that may run on this machine. */
public final class RunningAgent {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final int STATUS_BYTES_MAX = 64 << 10;

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

  /** Where it answers {@code path}. */
  public URI url(String path) {
    return base.resolve(path);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
