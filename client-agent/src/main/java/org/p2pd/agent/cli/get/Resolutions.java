package org.p2pd.agent.cli.get;

import java.net.URI;
import org.p2pd.agent.cli.ProgramName;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.resolve.UntrustedPublicationException;
import reactor.core.publisher.Mono;

/** Waits for a film to be resolved, and says in a sentence why it can't be. */
final class Resolutions {
  private Resolutions() {}

  static ResolvedContent await(Mono<ResolvedContent> resolution, ContentName name, URI tracker)
      throws GetFailedException {
    ResolvedContent film;
    try {
      film = resolution.block();
    } catch (UntrustedPublicationException e) {
      throw new GetFailedException(GetFailedException.UNTRUSTED, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw new GetFailedException(
          GetFailedException.NO_SOURCE,
          "neither the tracker " + tracker + " nor " + name.authority() + " answers: "
              + Reason.of(e),
          e);
    }
    if (film == null) {
      throw new GetFailedException(
          GetFailedException.UNKNOWN_FILM,
          name.url() + " is not published at " + tracker + " ('" + ProgramName.get()
              + " ls' lists what is)",
          null);
    }
    return film;
  }
}
