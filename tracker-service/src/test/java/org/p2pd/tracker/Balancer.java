package org.p2pd.tracker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The plainest load balancer: each new connection goes to the next port that accepts one. Knows no HTTP, no health. */
final class Balancer implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<Integer> ports;
  private final ServerSocket listener;

  Balancer(List<Integer> ports) {
    this.ports = List.copyOf(ports);
    try {
      listener = new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        relay(listener.accept());
      } catch (IOException | RejectedExecutionException e) {
        // Closed, or a client that is gone.
      }
    }
  }

  private void relay(Socket client) throws IOException {
    Socket replica = next();
    if (replica == null) {
      client.close();
      return;
    }
    client.setTcpNoDelay(true);
    replica.setTcpNoDelay(true);
    threads.execute(() -> copy(client, replica));
    threads.execute(() -> copy(replica, client));
  }

  private @Nullable Socket next() {
    for (int i = 0; i < ports.size(); i++) {
      try {
        return new Socket(
            "127.0.0.1", ports.get(Math.floorMod(turn.getAndIncrement(), ports.size())));
      } catch (IOException e) {
        // The next one, then.
      }
    }
    return null;
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either side has gone; both sockets close.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
