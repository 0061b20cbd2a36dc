package org.p2pd.agent.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** SRV records (RFC 2782), by the JDK's own DNS client. Blocks for up to two seconds a question. */
final class ServiceRecords {
  private static final int RECORDS_MAX = 8;
  private static final Pattern SRV =
      Pattern.compile("([0-9]{1,5}) ([0-9]{1,5}) ([0-9]{1,5}) ([A-Za-z0-9._-]{1,254}?)\\.?");

  private final String servers;

  /**
   * Creates the client.
   *
   * @param servers such as {@code 10.0.0.1} or {@code 127.0.0.1:5353}; empty = the system's
   */
  ServiceRecords(String servers) {
    this.servers = servers.isEmpty() ? "dns:" : "dns://" + servers;
  }

  /** Where {@code service} is in {@code domain}, as {@code host:port}, the most wanted first; empty where nobody says. */
  List<String> find(String service, String domain) {
    try {
      DirContext dns = new InitialDirContext(environment());
      try {
        Attribute records =
            dns.getAttributes(service + "." + domain, new String[] {"SRV"}).get("SRV");
        return records == null ? List.of() : targets(records);
      } finally {
        dns.close();
      }
    } catch (NamingException nobodySays) {
      return List.of();
    }
  }

  @SuppressWarnings("JdkObsolete") // the type that JNDI asks for
  private Hashtable<String, String> environment() {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, servers);
    environment.put("com.sun.jndi.dns.timeout.initial", "1000");
    environment.put("com.sun.jndi.dns.timeout.retries", "1");
    return environment;
  }

  private static List<String> targets(Attribute records) throws NamingException {
    List<Srv> found = new ArrayList<>();
    for (int i = 0; i < Math.min(records.size(), RECORDS_MAX); i++) {
      Matcher srv = SRV.matcher(String.valueOf(records.get(i)));
      if (srv.matches() && !srv.group(4).isEmpty()) {
        found.add(new Srv(
            Integer.parseInt(srv.group(1)),
            Integer.parseInt(srv.group(2)),
            srv.group(4) + ":" + srv.group(3)));
      }
    }
    found.sort(Comparator.comparingInt(Srv::priority).thenComparing(Srv::weight, Comparator.reverseOrder()));
    return found.stream().map(Srv::target).toList();
  }

  private record Srv(int priority, int weight, String target) {}
}
