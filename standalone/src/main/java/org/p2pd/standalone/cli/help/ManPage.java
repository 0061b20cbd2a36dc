package org.p2pd.standalone.cli.help;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of a command line, from its own help: what {@code man} shows (groff_man(7)). */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of {@code root} and all its commands that are not hidden. */
  static String of(CommandLine root) {
    ManPage page = new ManPage();
    page.head(root.getCommandSpec());
    page.options(root.getCommandSpec());
    page.section("COMMANDS");
    root.getSubcommands().forEach((name, command) -> {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        page.command(command);
      }
    });
    page.examples(root.getCommandSpec().usageMessage());
    page.foot();
    return page.page.toString();
  }

  private void head(CommandSpec spec) {
    macro("TH", spec.name().toUpperCase(Locale.ROOT), "1", "", spec.version()[0], "p2pd");
    section("NAME");
    text(spec.name() + " - " + String.join(" ", spec.usageMessage().description()));
    section("SYNOPSIS");
    verbatim(List.of(spec.usageMessage().customSynopsis()));
    section("OPTIONS");
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    macro("SS", spec.qualifiedName());
    verbatim(List.of(command.getHelp().abbreviatedSynopsis().strip()));
    for (String each : usage.description()) {
      if (each.isBlank()) {
        macro("PP");
      } else {
        text(each);
      }
    }
    options(spec);
    exitCodes(usage.exitCodeList());
    verbatim(List.of(usage.footer()));
  }

  private void options(CommandSpec spec) {
    for (PositionalParamSpec each : spec.positionalParameters()) {
      entry(each.paramLabel(), each);
    }
    for (OptionSpec each : spec.options()) {
      if (!each.hidden()) {
        String names = String.join(", ", each.names());
        String value = each.arity().max() == 0 ? "" : " " + each.paramLabel();
        entry(names + value, each);
      }
    }
  }

  private void entry(String term, ArgSpec argument) {
    macro("TP");
    page.append(".B ").append(escaped(term)).append('\n');
    text(String.join(" ", argument.description()));
  }

  private void exitCodes(Map<String, String> codes) {
    if (codes.isEmpty()) {
      return;
    }
    macro("PP");
    text("Exit codes: "
        + codes.entrySet().stream()
            .map(each -> each.getKey().strip() + " " + each.getValue())
            .collect(Collectors.joining("; "))
        + ".");
  }

  private void examples(UsageMessageSpec usage) {
    section("EXAMPLES");
    verbatim(List.of(usage.footer()));
  }

  private void foot() {
    section("SEE ALSO");
    text(
        "The settings of each role stand in its module's README; the scenarios in docs/scenarios.md.");
  }

  private void section(String title) {
    macro("SH", title);
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String each : arguments) {
      page.append(" \"").append(escaped(each).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  /** A paragraph's line; one that begins with a dot or a quote would be a request. */
  private void text(String line) {
    String escaped = escaped(line.strip());
    boolean request = escaped.startsWith(".") || escaped.startsWith("'");
    page.append(request ? "\\&" : "").append(escaped).append('\n');
  }

  private void verbatim(List<String> lines) {
    List<String> shown = lines.stream()
        .flatMap(each -> each.lines())
        .map(String::strip)
        .filter(each -> !each.isBlank())
        .toList();
    if (shown.isEmpty()) {
      return;
    }
    macro("PP");
    macro("nf");
    shown.forEach(each -> page.append("\\&").append(escaped(each)).append('\n'));
    macro("fi");
  }

  /** In ASCII, as every {@code man} reads it. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.replace("\\", "\\(rs").replace("-", "\\-").codePoints().forEach(each -> {
      if (each < 0x7f) {
        escaped.appendCodePoint(each);
      } else {
        escaped.append(String.format("\\[u%04X]", each));
      }
    });
    return escaped.toString();
  }
}
