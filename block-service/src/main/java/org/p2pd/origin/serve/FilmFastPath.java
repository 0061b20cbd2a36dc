package org.p2pd.origin.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.describe.Playlists;
import org.p2pd.origin.redirect.Redirects;
import org.p2pd.origin.serve.disk.OpenFiles;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.describe.RequestedForm;
import org.p2pd.transport.fastpath.FastPathAnswer;
import org.p2pd.transport.fastpath.FastPathSource;
import org.p2pd.transport.fastpath.FixedHeaders;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Representation;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Films whose files are open, for requests of their bytes by name; all else is for {@link FilmRoutes}. */
final class FilmFastPath implements FastPathSource {
  private static final int HEADERS_MAX = 1_000;

  private final Catalogue catalogue;
  private final OpenFiles files;
  private final Playlists playlists;
  private final Redirects redirects;
  private final Uploads uploads;
  private final Cache<PublishedFile, FixedHeaders> headers =
      Caffeine.newBuilder().weakKeys().maximumSize(HEADERS_MAX).build();

  FilmFastPath(
      Catalogue catalogue,
      OpenFiles files,
      Playlists playlists,
      Redirects redirects,
      Uploads uploads) {
    this.catalogue = catalogue;
    this.playlists = playlists;
    this.redirects = redirects;
    this.files = files;
    this.uploads = uploads;
  }

  @Override
  public @Nullable FastPathAnswer find(String path, HttpRequest request) {
    HttpHeaders fields = request.headers();
    PublishedFile file = catalogue.byPath(path).orElse(null);
    if (file == null
        || uploads.areFull()
        || !files.isOpen(file)
        || !wantsFilm(fields)
        || playlists.concern(fields::get)
        || redirects.concern(fields::get)) {
      return null;
    }
    return new FastPathAnswer(
        FilmRoutes.representation(file),
        headers.get(file, FilmFastPath::headersOf),
        range -> read(file, range),
        uploads.to(fields::get).of(file.contentId()));
  }

  private static boolean wantsFilm(HttpHeaders fields) {
    return !fields.contains(HttpHeaderNames.ACCEPT)
        || RequestedForm.isPlain(String.join(",", fields.getAll(HttpHeaderNames.ACCEPT)));
  }

  private static FixedHeaders headersOf(PublishedFile file) {
    Representation film = FilmRoutes.representation(file);
    org.springframework.http.HttpHeaders all = FilmHeaders.of(file);
    CrossOrigin.allowReading(all);
    return FixedHeaders.of(film, all);
  }

  private Publisher<Piece> read(PublishedFile file, ByteRange range) {
    Publisher<Piece> bytes = files.readIfOpen(file, range);
    return bytes == null ? Flux.error(() -> new IOException(file.path() + " was closed")) : bytes;
  }
}
