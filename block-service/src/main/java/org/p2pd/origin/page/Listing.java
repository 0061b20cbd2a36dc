package org.p2pd.origin.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.p2pd.origin.catalogue.PublishedFile;
import org.springframework.web.util.UriUtils;

/**
 * One page of the films whose paths have all words of a query.
 *
 * @param films at most {@value #FILMS_MAX}, by path
 * @param found films that match, on all pages
 * @param page from 0
 */
record Listing(List<Film> films, int found, int page) {
  static final int FILMS_MAX = 50;

  /** A file that somebody may want to play. */
  record Film(String path, String readablePath, PublishedFile file) {
    static Film of(PublishedFile file) {
      return new Film(file.path(), UriUtils.decode(file.path(), UTF_8).substring(1), file);
    }

    String mediaType() {
      return file.publication().mediaType();
    }

    String name() {
      return readablePath.substring(readablePath.lastIndexOf('/') + 1);
    }

    /** The folder it is in, with a slash at its end; empty at the top. */
    String folder() {
      return readablePath.substring(0, readablePath.lastIndexOf('/') + 1);
    }
  }

  /** What can be played of {@code files}, by path; parts of streams are left out. */
  static List<Film> playable(Iterable<PublishedFile> files) {
    return java.util.stream.StreamSupport.stream(files.spliterator(), false)
        .filter(file -> file.isFilm() || file.isPlaylist())
        .map(Film::of)
        .sorted(Comparator.comparing(Film::readablePath, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  static Listing of(List<Film> all, String query, int page) {
    List<String> words = Arrays.stream(query.toLowerCase(Locale.ROOT).split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
    List<Film> found = all.stream().filter(film -> hasAll(film, words)).toList();
    int from = (int) Math.min(found.size(), (long) page * FILMS_MAX);
    return new Listing(
        found.subList(from, Math.min(found.size(), from + FILMS_MAX)), found.size(), page);
  }

  private static boolean hasAll(Film film, List<String> words) {
    String path = film.readablePath().toLowerCase(Locale.ROOT);
    return words.stream().allMatch(path::contains);
  }

  boolean hasNext() {
    return (page + 1L) * FILMS_MAX < found;
  }
}
