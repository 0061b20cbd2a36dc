package org.p2pd.agent.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.Catalogue;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.tracker.TrackerClient;
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
      arity = "0..1",
      paramLabel = "WORDS",
      description = "Only films with these words in their path.")
  private @Nullable String words;

  @Mixin
  private TrackerOption option = new TrackerOption();

  @Override
  public Integer call() {
    Dialer dialer = new Dialer(new DialPolicy(List.of()));
    TrackerClient tracker = new TrackerClient(dialer, option.network().tracker().url());
    try {
      list(tracker, System.out);
      return 0;
    } catch (RuntimeException e) {
      System.err.println(
          "p2pd ls: the tracker " + tracker.replica() + " does not answer: " + Reason.of(e));
      return 1;
    }
  }

  private void list(TrackerClient tracker, PrintStream out) {
    String cursor = null;
    do {
      Catalogue page = tracker.catalogue(null, words, cursor, PAGE).block();
      if (page == null) {
        return;
      }
      page.publications().forEach(each -> out.println(line(each)));
      cursor = page.next();
    } while (cursor != null);
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
