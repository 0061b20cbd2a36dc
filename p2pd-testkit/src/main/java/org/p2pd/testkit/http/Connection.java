package org.p2pd.testkit.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client's connection and the one to the host that belongs to it. */
final class Connection {
  private final Socket client;
  private final Socket server;
  private final Consumer<Connection> onEnd;
  private final Pipe upstream;
  private final Pipe downstream;
  private final AtomicInteger directionsOpen = new AtomicInteger(2);

  Connection(Network network, Socket client, Socket server, Consumer<Connection> onEnd) {
    this.client = client;
    this.server = server;
    this.onEnd = onEnd;
    upstream = new Pipe(network, client, server, false);
    downstream = new Pipe(network, server, client, true);
  }

  void start(Executor threads) {
    threads.execute(() -> run(upstream::read));
    threads.execute(() -> run(downstream::read));
    threads.execute(() -> run(() -> write(upstream)));
    threads.execute(() -> run(() -> write(downstream)));
  }

  /** Ends both connections at once, with RST instead of FIN. */
  void reset() {
    reset(client);
    reset(server);
    upstream.abandon();
    downstream.abandon();
    onEnd.accept(this);
  }

  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
  }

  private void write(Pipe pipe) throws InterruptedException {
    if (!pipe.write()) {
      reset();
    } else if (directionsOpen.decrementAndGet() == 0) {
      close(client);
      close(server);
      onEnd.accept(this);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // As good as closed.
    }
  }

  private static void run(Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Work that ends early when the proxy is closed. */
  private interface Task {
    void run() throws InterruptedException;
  }
}
