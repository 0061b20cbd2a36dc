package org.p2pd.agent.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.tracker.client.TrackerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code p2pd ls}: lists the tracker's films. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = "Lists the films that the tracker knows.",
    footerHeading = "%nExamples:%n",
    footer = {"  p2pd ls", "  p2pd ls lecture --tracker http://tracker.example.org:7070"})
public final class LsCommand implements Callable<Integer> {
  private static final int PAGE = 100;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORDS",
      description = "Only films with all these words in their path.")
  private List<String> words = List.of();

  @Mixin
  private TrackerOption option = new TrackerOption();

  @Override
  public Integer call() {
    Dialer dialer = new Dialer(new DialPolicy(List.of()));
    TrackerClient tracker = new TrackerClient(dialer, option.network().tracker().url());
    try {
      if (list(tracker, System.out) == 0) {
        System.err.println("p2pd ls: " + nothing(tracker));
      }
      return 0;
    } catch (RuntimeException e) {
      System.err.println(
          "p2pd ls: the tracker " + tracker.replica() + " does not answer: " + Reason.of(e));
      return 1;
    }
  }

  /** Returns how many films that were. */
  private int list(TrackerClient tracker, PrintStream out) {
    int films = 0;
    String cursor = null;
    do {
      Catalogue page = tracker.catalogue(null, query(), cursor, PAGE).block();
      if (page == null) {
        return films;
      }
      page.publications().forEach(each -> out.println(line(each)));
      films += page.publications().size();
      cursor = page.next();
    } while (cursor != null);
    return films;
  }

  private String query() {
    return String.join(" ", words);
  }

  private String nothing(TrackerClient tracker) {
    return words.isEmpty()
        ? "the tracker " + tracker.replica() + " knows no film"
        : "no film has '" + query() + "' in its path (all the words must be in it)";
  }

  private static String line(Publication film) {
    return String.format(
        Locale.ROOT,
        "%10s  %-24s  %s",
        HumanSize.of(film.length()),
        film.mediaType(),
        film.url().url());
  }
}
