package org.p2pd.standalone.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP relay before a port of this machine that keeps every byte sent to it. */
final class Wiretap implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final ServerSocket listener;
  private final int port;

  /** Listens before {@code port}. */
  Wiretap(int port) {
    this.port = port;
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

  /** All that was sent to the port by now; bytes as characters. */
  String heard() {
    synchronized (heard) {
      return heard.toString(ISO_8859_1);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = opened(listener.accept());
        Socket server = opened(new Socket("127.0.0.1", port));
        threads.execute(() -> relay(client, server, true));
        threads.execute(() -> relay(server, client, false));
      } catch (IOException e) {
        // Closed, or nobody there: the client finds its connection cut.
      }
    }
  }

  private Socket opened(Socket socket) {
    open.add(socket);
    return socket;
  }

  private void relay(Socket from, Socket to, boolean kept) {
    byte[] buffer = new byte[16 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (kept) {
          keep(buffer, read);
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Either side has gone; both sockets close.
    }
  }

  private void keep(byte[] buffer, int count) {
    synchronized (heard) {
      heard.write(buffer, 0, count);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
