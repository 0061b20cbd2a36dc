package org.p2pd.agent.reach;

import com.offbynull.portmapper.PortMapperFactory;
import com.offbynull.portmapper.gateway.Bus;
import com.offbynull.portmapper.gateways.network.NetworkGateway;
import com.offbynull.portmapper.gateways.network.internalmessages.KillNetworkRequest;
import com.offbynull.portmapper.gateways.process.ProcessGateway;
import com.offbynull.portmapper.gateways.process.internalmessages.KillProcessRequest;
import com.offbynull.portmapper.mapper.MappedPort;
import com.offbynull.portmapper.mapper.PortMapper;
import com.offbynull.portmapper.mapper.PortType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routers of this machine's networks, asked by PCP (RFC 6887), NAT-PMP (RFC 6886) and UPnP IGD, in this order. Every
 * call blocks, for up to half a minute where nobody answers.
 */
final class Router implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private static final long LIFETIME_SECONDS = 3_600;
  private static final List<String> PREFERENCE = List.of("pcp", "natpmp", "portmapperupnp");

  private final Bus network = NetworkGateway.create().getBus();
  private final Bus processes = ProcessGateway.create().getBus();

  /** Has the first router that is willing send what comes to a TCP port of its own to {@code port} here. */
  Optional<Mapping> map(int port) throws InterruptedException {
    for (PortMapper mapper : willing()) {
      try {
        return Optional.of(
            new Mapping(mapper, mapper.mapPort(PortType.TCP, port, port, LIFETIME_SECONDS)));
      } catch (IllegalStateException refused) {
        LOG.debug("{} refuses a mapping", mapper, refused);
      }
    }
    return Optional.empty();
  }

  private List<PortMapper> willing() throws InterruptedException {
    return PortMapperFactory.discover(network, processes).stream()
        .filter(mapper -> rank(mapper) < PREFERENCE.size())
        .sorted(Comparator.comparingInt(Router::rank))
        .toList();
  }

  /** Firewalls' pinholes, which the library finds too, open nothing where addresses are translated. */
  private static int rank(PortMapper mapper) {
    String name = mapper.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return (int) PREFERENCE.stream().takeWhile(each -> !name.startsWith(each)).count();
  }

  @Override
  public void close() {
    network.send(new KillNetworkRequest());
    processes.send(new KillProcessRequest());
  }

  /** A port that a router keeps open for us, for a time. */
  static final class Mapping {
    private final PortMapper mapper;
    private MappedPort port;

    private Mapping(PortMapper mapper, MappedPort port) {
      this.mapper = mapper;
      this.port = port;
    }

    int externalPort() {
      return port.getExternalPort();
    }

    /** How long the router keeps it from the last {@link #refresh}, at least a second. */
    long lifetimeSeconds() {
      return Math.max(1, port.getLifetime());
    }

    /** Has the router keep it longer; false where it will not, or gave another port. */
    boolean refresh() throws InterruptedException {
      try {
        int before = externalPort();
        port = mapper.refreshPort(port, LIFETIME_SECONDS);
        return externalPort() == before;
      } catch (IllegalArgumentException | IllegalStateException refused) {
        LOG.debug("The router does not keep the mapping", refused);
        return false;
      }
    }

    void end() throws InterruptedException {
      try {
        mapper.unmapPort(port);
      } catch (IllegalStateException gone) {
        LOG.debug("The router does not answer; the mapping ends by itself", gone);
      }
    }

    @Override
    public String toString() {
      return port.getExternalAddress() + ":" + port.getExternalPort() + " by "
          + mapper.getClass().getSimpleName();
    }
  }
}
