package org.p2pd.testkit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on a free loopback port in front of one host. The network it stands for is perfect until a test says
 * otherwise, at any time and for connections that are open already:
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before("127.0.0.1", origin.port())) {
 *   proxy.set(Faults.none().withStallAfter(100_000));
 *   fetch(proxy.url() + "/film.mp4");
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>Uses threads as it likes: four per connection. Not a model of TCP: no loss, no reordering.
 */
public final class FaultProxy implements AutoCloseable {
  private final Network network = new Network();
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private final InetSocketAddress host;
  private final ServerSocket listener;

  private FaultProxy(InetSocketAddress host) throws IOException {
    this.host = host;
    listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Listens for connections and passes them on to {@code host:port}, which need not be there yet. */
  public static FaultProxy before(String host, int port) {
    try {
      return new FaultProxy(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of 127.0.0.1 that the proxy listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** {@code http://127.0.0.1:<port>}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Replaces the faults, for open and new connections. Limits in bytes count from each connection's start. */
  public void set(Faults faults) {
    network.set(faults);
  }

  /** Makes the network perfect again; stalled connections go on. */
  public void heal() {
    set(Faults.none());
  }

  /** Resets every open connection. */
  public void cutAll() {
    open.forEach(Connection::reset);
  }

  /** Connections accepted so far, refused ones included. */
  public long connections() {
    return connections.get();
  }

  /** Bytes passed on to the host so far. */
  public long bytesUpstream() {
    return network.bytesUpstream.get();
  }

  /** Bytes passed on to clients so far. */
  public long bytesDownstream() {
    return network.bytesDownstream.get();
  }

  @Override
  public void close() {
    closeListener();
    network.close();
    cutAll();
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        accepted(listener.accept());
      } catch (IOException e) {
        // Closed, or a client that was gone before it was accepted.
      }
    }
  }

  private void accepted(Socket client) throws IOException {
    connections.incrementAndGet();
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (network.faults().refuse()) {
      Connection.reset(client);
      return;
    }
    try {
      threads.execute(() -> connect(client));
    } catch (RejectedExecutionException e) {
      Connection.reset(client);
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    Connection connection = new Connection(network, client, server, open::remove);
    open.add(connection);
    try {
      server.setTcpNoDelay(true);
      server.connect(host);
      connection.start(threads);
    } catch (IOException | RuntimeException e) {
      connection.reset();
    }
    if (listener.isClosed()) {
      connection.reset();
    }
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    return thread;
  }
}
