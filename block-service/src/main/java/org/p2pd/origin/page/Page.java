package org.p2pd.origin.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.page.Listing.Film;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/** The page as HTML: works without scripts, loads nothing from elsewhere. */
final class Page {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

  private static final String DASH = "application/dash+xml";

  private final String style;
  private final String icon;
  private final String playerQuery;

  private Page(String style, String icon, String playerQuery) {
    this.style = style;
    this.icon = icon;
    this.playerQuery = playerQuery;
  }

  /**
   * Reads style and icon from the class path.
   *
   * @param playerQuery what the player adds to a film's path; empty = nothing
   */
  static Page load(String playerQuery) {
    String icon = Base64.getEncoder().encodeToString(read("icon.svg"));
    return new Page(
        new String(read("page.css"), UTF_8), "data:image/svg+xml;base64," + icon, playerQuery);
  }

  private static byte[] read(String resource) {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the page.
   *
   * @param authority whose films these are
   * @param playing the film in the player; null = none
   */
  String html(String authority, Listing listing, String query, @Nullable Film playing) {
    StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n"
        + "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,"
        + " initial-scale=1\">\n<link rel=\"icon\" href=\"" + icon + "\">\n<title>");
    html.append(escaped(playing == null ? authority : playing.name() + " – " + authority));
    html.append("</title>\n<style>\n").append(style).append("</style>\n</head>\n<body>\n");
    addHeader(html, authority, query);
    html.append("<main>\n");
    if (playing != null) {
      addPlayer(html, playing);
    }
    addFilms(html, listing, query, playing);
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private void addHeader(StringBuilder html, String authority, String query) {
    html.append("<header>\n<h1><a href=\"/\"><img src=\"").append(icon);
    html.append("\" alt=\"\" width=\"32\" height=\"32\">");
    html.append("<span>").append(escaped(authority)).append("</span></a></h1>\n");
    html.append("<form action=\"/\" role=\"search\"><input type=\"search\" name=\"q\"")
        .append(" placeholder=\"Search\" aria-label=\"Search films\" maxlength=\"200\" value=\"")
        .append(escaped(query))
        .append("\"></form>\n</header>\n");
  }

  private void addPlayer(StringBuilder html, Film film) {
    html.append("<section class=\"player\">\n");
    if (!film.mediaType().equals(DASH)) {
      String tag = film.mediaType().startsWith("audio/") ? "audio" : "video";
      html.append("<").append(tag).append(" controls autoplay playsinline src=\"");
      html.append(escaped(film.path() + playerQuery))
          .append("\"></")
          .append(tag)
          .append(">\n");
    }
    html.append("<h2>").append(escaped(film.name())).append("</h2>\n");
    if (film.mediaType().equals(DASH)) {
      html.append("<p>Browsers do not play DASH by themselves. Give the address of ");
      addDoor(html, film.path(), "this manifest");
      html.append("to a player, such as VLC or mpv.</p>\n");
    }
    html.append("<p>");
    addDoor(html, film.path() + "?download", "Download");
    addDoor(html, film.path() + "?playlist", "Playlist");
    addDoor(html, film.path() + ".meta4", "Metalink");
    addDoor(html, film.path() + ".torrent", "Torrent");
    html.append("</p>\n</section>\n");
  }

  private static void addDoor(StringBuilder html, String url, String name) {
    html.append("<a class=\"door\" href=\"").append(escaped(url)).append("\">");
    html.append(name).append("</a>\n");
  }

  private static void addFilms(
      StringBuilder html, Listing listing, String query, @Nullable Film playing) {
    String noun = listing.found() == 1 ? " film" : " films";
    html.append("<p class=\"count\">").append(listing.found()).append(noun);
    html.append(query.isBlank() ? "" : " with “" + escaped(query) + "”").append("</p>\n");
    if (listing.films().isEmpty()) {
      html.append(query.isBlank() ? "" : "<p>All the words must be in the film’s path.</p>\n");
    } else {
      html.append("<ul>\n");
      listing.films().forEach(film -> addFilm(html, listing, query, film, film.equals(playing)));
      html.append("</ul>\n");
    }
    if (listing.page() > 0 || listing.hasNext()) {
      html.append("<nav>");
      addTurn(html, listing.page() > 0, query, listing.page() - 1, "← Earlier");
      addTurn(html, listing.hasNext(), query, listing.page() + 1, "More →");
      html.append("</nav>\n");
    }
  }

  private static void addFilm(
      StringBuilder html, Listing listing, String query, Film film, boolean playing) {
    html.append(playing ? "<li class=\"playing\">" : "<li>");
    html.append("<a href=\"").append(escaped(link(query, listing.page(), film))).append("\">");
    html.append("<span class=\"mark\" aria-hidden=\"true\">");
    html.append(film.mediaType().startsWith("audio/") ? "♪" : "▶").append("</span><span>");
    html.append("<span class=\"folder\">").append(escaped(film.folder())).append("</span>");
    html.append("<b>").append(escaped(film.name())).append("</b></span>");
    html.append("<small>").append(size(film.file().stamp().size())).append(" · ");
    html.append(DAY.format(film.file().stamp().modified())).append("</small></a></li>\n");
  }

  private static void addTurn(
      StringBuilder html, boolean shown, String query, int page, String text) {
    html.append(
        shown
            ? "<a href=\"" + escaped(link(query, page, null)) + "\">" + text + "</a>"
            : "<span></span>");
  }

  private static String link(String query, int page, @Nullable Film film) {
    String link = "/?q=" + UriUtils.encode(query, UTF_8) + "&page=" + page;
    return film == null ? link : link + "&play=" + UriUtils.encode(film.readablePath(), UTF_8);
  }

  /** The size as the pages of tracker and agent say it: powers of 1024. */
  static String size(long bytes) {
    int unit =
        Math.min(UNITS.size() - 1, (63 - Long.numberOfLeadingZeros(Math.max(1, bytes))) / 10);
    double value = bytes / Math.pow(1024, unit);
    String form = unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, UNITS.get(unit));
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
