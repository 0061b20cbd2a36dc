package org.p2pd.standalone.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what was meant as a setting of a role and is none: Spring would ignore it without a word. */
public final class SettingsCheck {
  private static final String OWN = "p2pd.";
  private static final String OWN_VARIABLE = "P2PD_";

  /** Spring Boot's that stand alone, without a value. */
  private static final Set<String> ALONE = Set.of("debug", "trace");

  /** One of a list, as Spring reads it: {@code p2pd.tracker.url[0]}, {@code P2PD_TRACKER_URL_0}. */
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]$|_\\d+_?$");

  /** What Kubernetes sets in every container for each service, here for ones whose name begins with p2pd. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("P2PD_.*_(SERVICE_(HOST|PORT)|PORT_\\d+_(TCP|UDP)).*|P2PD_.*_PORT");

  private SettingsCheck() {}

  /**
   * What is wrong with the arguments of a role.
   *
   * @return a sentence; null = nothing
   */
  public static @Nullable String complaint(List<String> arguments) {
    KnownSettings known = null;
    for (String argument : arguments) {
      if (!argument.startsWith("--")) {
        return argument + ": settings are written --p2pd.SETTING=VALUE"
            + (arguments.indexOf(argument) > 0 ? ", with = before the value" : "");
      }
      String name = argument.substring(2).split("=", 2)[0];
      boolean own = name.startsWith(OWN);
      if (own || !name.contains(".") && !ALONE.contains(name)) {
        known = known == null ? KnownSettings.load() : known;
        if (!isKnown(name, known.properties())) {
          return "no such setting: --" + name + hint("--", name, known.properties());
        }
      }
    }
    return null;
  }

  /**
   * What of an environment begins as a setting and is none of any role. A shared environment may hold more than p2pd knows,
   * so this is worth a warning only.
   *
   * @return sentences, at most one for each
   */
  public static List<String> warnings(Collection<String> environment) {
    List<String> own = environment.stream()
        .filter(name -> name.startsWith(OWN_VARIABLE))
        .sorted()
        .toList();
    List<String> warnings = new ArrayList<>();
    if (!own.isEmpty()) {
      Set<String> known = KnownSettings.load().variables();
      own.stream()
          .filter(name -> !isKnown(name, known) && !OF_KUBERNETES.matcher(name).matches())
          .forEach(name -> warnings.add(
              name + " in the environment is no setting and does nothing" + hint("", name, known)));
    }
    return warnings;
  }

  private static boolean isKnown(String name, Set<String> known) {
    String plain = plain(INDEX.matcher(name).replaceFirst(""));
    return known.stream().anyMatch(each -> plain(each).equals(plain));
  }

  /** As Spring compares names: neither case nor what parts words counts. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  private static String hint(String before, String name, Set<String> known) {
    int distanceMax = Math.max(2, name.length() / 5);
    return known.stream()
        .filter(each -> distance(name, each) <= distanceMax)
        .min(Comparator.comparingInt(each -> distance(name, each)))
        .map(each -> " (did you mean " + before + each + "?)")
        .orElseGet(() -> sameWord(before, name, known));
  }

  /** For {@code --size}: what ends so. */
  private static String sameWord(String before, String name, Set<String> known) {
    String all = known.stream()
        .filter(each -> each.endsWith("." + name))
        .map(each -> before + each)
        .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : " (expected: " + all + ")";
  }

  /** How many letters are other, missing or too many (Levenshtein 1966, two rows). */
  static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + same);
      }
      above = row;
    }
    return above[other.length()];
  }
}
