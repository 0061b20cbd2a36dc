package org.p2pd.transport.fetch;

import java.util.List;
import org.p2pd.transport.schedule.host.RememberedHost;

/** Keeps what is known of hosts while no process runs. Called on threads that may block. */
public interface HostMemory {
  /** What was kept last; empty where that was nothing, or nothing that can be read. */
  List<RememberedHost> load();

  /** Keeps {@code hosts} in place of what was kept before; a failure is logged, nothing else. */
  void save(List<RememberedHost> hosts);
}
