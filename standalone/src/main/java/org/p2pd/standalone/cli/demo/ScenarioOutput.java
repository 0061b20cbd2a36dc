package org.p2pd.standalone.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.p2pd.agent.cli.ProgramName;
import org.p2pd.standalone.demo.disk.Workspace;
import org.p2pd.standalone.scenario.Member;
import org.p2pd.standalone.scenario.Scenario;
import org.p2pd.standalone.scenario.ScenarioPorts;

/** What the user of {@code demo --scenario} reads. */
final class ScenarioOutput {
  private final PrintWriter out;
  private final Scenario scenario;
  private final ScenarioPorts ports;
  private final boolean sample;

  ScenarioOutput(PrintWriter out, Scenario scenario, ScenarioPorts ports, boolean sample) {
    this.out = out;
    this.scenario = scenario;
    this.ports = ports;
    this.sample = sample;
  }

  void starting() {
    say("p2pd demo --scenario %s: %s.%n%nStarting", scenario.number(), scenario.title());
  }

  synchronized void started(String what, String where) {
    say("  %-10s %s", what, where);
  }

  void ready(List<Member> members) {
    say("%nReady. All of it listens on this machine only; Ctrl-C stops it. The command lines:");
    members.forEach(each -> say("  %-10s %s", each.name(), each.commandLine()));
    String film = "/" + (sample ? Workspace.SAMPLE : "FILM");
    if (scenario == Scenario.PEERS || scenario == Scenario.SITE_CACHE) {
      say(
          "%nTry, one after the other, a few seconds apart: who has a film is known after a moment");
    } else {
      say("%nTry, one after the other");
    }
    if (scenario == Scenario.HTTP) {
      ports.caches().forEach(port -> say("  curl -s '%s' | openssl sha256", url(port, film)));
    } else {
      ports.agents().forEach(port -> say("  curl -s '%s' | openssl sha256", watched(port, film)));
      say("%nWho served whom");
      ports
          .agents()
          .forEach(port -> say("  %s status --agent %s", ProgramName.get(), url(port, "")));
    }
    if (scenario == Scenario.HTTP) {
      say("%nWatch %s   in a browser", url(ports.servers().get(0), film));
    }
    say("%nLook  %s   who serves whom, live", url(ports.trackers().get(0), "/"));
    if (scenario == Scenario.SITE_CACHE) {
      say("      %s   the same inside the site", url(ports.trackers().get(1), "/"));
    }
  }

  private String watched(int viewer, String film) {
    return url(viewer, "/localhost:" + ports.servers().get(0) + film);
  }

  private static String url(int port, String path) {
    return "http://localhost:" + port + path;
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
