package org.p2pd.tracker.publication;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.p2pd.protocol.name.ContentName;

/** The words of a name's path, by which it is found: runs of letters and digits, lower-case. */
final class PathWords {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int WORDS_MAX = 32;
  private static final int WORD_CHARS_MAX = 64;

  private PathWords() {}

  static Set<String> of(ContentName name) {
    // '+' stands for itself in a path; the form decoder would make it a space.
    return of(URLDecoder.decode(name.path().replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** The first 32 words of {@code text}, each of at most 64 characters. */
  static Set<String> of(String text) {
    Set<String> words = new TreeSet<>();
    for (String word : BETWEEN.split(text.toLowerCase(Locale.ROOT))) {
      if (!word.isEmpty() && words.size() < WORDS_MAX) {
        words.add(word.substring(0, Math.min(word.length(), WORD_CHARS_MAX)));
      }
    }
    return words;
  }
}
