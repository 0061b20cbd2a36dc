import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * What HTTP/2 without TLS would gain or cost a transfer between two nodes: the HTTP server and client that p2pd stands on,
 * runs of a film's blocks, many at once, over one connection (h2c, known beforehand) or one for each (HTTP/1.1).
 *
 * <p>Arguments: "serve", port, file of one run; or "fetch", "h2c" or "http/1.1", port, runs at once, seconds. Prints the MiB a
 * second that were fetched.
 */
public final class Versions {
  private static final int BLOCK_BYTES = 256 << 10;
  private static final int WINDOW_BYTES = 16 << 20;
  private static final int FRAME_BYTES = 1 << 20;

  private Versions() {}

  public static void main(String[] args) throws IOException {
    if (args[0].equals("serve")) {
      serve(Integer.parseInt(args[1]), Path.of(args[2]));
    } else {
      fetch(args[1].equals("h2c"), Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    }
  }

  /** Sends the run from a mapping, a block at a time, as p2pd sends what is hot: the file is not read for either version. */
  private static void serve(int port, Path run) throws IOException {
    ByteBuf film;
    try (FileChannel file = FileChannel.open(run)) {
      film = Unpooled.wrappedBuffer(file.map(MapMode.READ_ONLY, 0, file.size()));
    }
    int length = film.readableBytes();
    HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
        .http2Settings(settings -> settings.initialWindowSize(WINDOW_BYTES).maxFrameSize(FRAME_BYTES))
        .handle((request, response) ->
            response.header("Content-Length", Integer.toString(length)).send(blocks(film)))
        .bindNow()
        .onDispose()
        .block();
  }

  private static Flux<ByteBuf> blocks(ByteBuf film) {
    int count = (film.readableBytes() + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return Flux.range(0, count)
        .map(block -> film.retainedSlice(
            block * BLOCK_BYTES, Math.min(BLOCK_BYTES, film.readableBytes() - block * BLOCK_BYTES)));
  }

  private static void fetch(boolean h2c, int port, int atOnce, int seconds) {
    HttpClient client = HttpClient.create(
            ConnectionProvider.builder("runs").maxConnections(h2c ? 1 : atOnce).pendingAcquireMaxCount(-1).build())
        .protocol(h2c ? HttpProtocol.H2C : HttpProtocol.HTTP11)
        .http2Settings(settings -> settings.initialWindowSize(WINDOW_BYTES).maxFrameSize(FRAME_BYTES));
    AtomicLong bytes = new AtomicLong();
    long begin = System.nanoTime();
    Flux.range(0, atOnce)
        .flatMap(
            each -> run(client, port, bytes).repeat().take(Duration.ofSeconds(seconds)), atOnce)
        .blockLast();
    System.out.printf("%.0f%n", bytes.get() / 1048576.0 / ((System.nanoTime() - begin) / 1e9));
  }

  private static Mono<Void> run(HttpClient client, int port, AtomicLong bytes) {
    return client
        .get()
        .uri("http://127.0.0.1:" + port + "/")
        .responseContent()
        .map(ByteBuf::readableBytes)
        .doOnNext(bytes::addAndGet)
        .then();
  }
}
