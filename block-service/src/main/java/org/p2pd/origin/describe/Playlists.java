package org.p2pd.origin.describe;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.redirect.Redirects;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.transport.describe.Playlist;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The playlists of films: for whoever asks for one ({@code ?playlist}), and where the provider wants that, for every
 * viewer's program that asks for the film itself ({@code P2PD_PUBLISH_PLAYLIST}, the {@code -T} of the original). Nodes,
 * and whoever adds {@code ?direct}, get the bytes all the same.
 */
public final class Playlists {
  private final boolean insteadOfFilms;
  private final DownloadUrls sources;

  Playlists(PublishSettings settings, DownloadUrls sources) {
    this.insteadOfFilms = settings.playlist();
    this.sources = sources;
  }

  /** Whether a request with these fields might be answered with a playlist though it asks for a film. */
  public boolean concern(Function<String, @Nullable String> field) {
    return insteadOfFilms && Redirects.areOfViewer(field);
  }

  /** The playlist instead of the bytes of {@code file}; empty = {@code request} is to have the bytes. */
  public Optional<Mono<ServerResponse>> insteadOf(PublishedFile file, ServerRequest request) {
    boolean wanted = concern(request.headers()::firstHeader)
        && file.isFilm()
        && !request.queryParams().containsKey("direct")
        && !request.queryParams().containsKey("download");
    return wanted ? Optional.of(answer(request, file)) : Optional.empty();
  }

  Mono<ServerResponse> answer(ServerRequest request, PublishedFile file) {
    return DescriptionRoutes.answer(
        WireTypes.PLAYLIST, Playlist.of(file.publication(), sources.own(request, file)));
  }
}
