import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A film watched as a player does: {@code URL BYTES_PER_SECOND FILE}. Begins once it has 2 s in hand, keeps 30 s at most, waits for 2 s
 * more where it runs dry. Writes what it got to FILE and prints {@code TOOK FIRST_PICTURE STALLS STALLED}, in seconds but for the number
 * of stalls. JDK only; run as a source file.
 */
public final class Player {
  private static final double START_SECONDS = 2;
  private static final double BUFFER_SECONDS = 30;

  private final double rate;
  private final long began = System.nanoTime();
  private double received;
  private double played;
  private double at;
  private boolean playing;
  private double waitedSince;
  private double firstPicture = -1;
  private int stalls;
  private double stalled;

  private Player(double rate) {
    this.rate = rate;
  }

  public static void main(String... args) throws IOException, InterruptedException {
    Player player = new Player(Double.parseDouble(args[1]));
    URL url = URI.create(args[0]).toURL();
    try (InputStream film = url.openStream();
        OutputStream file = Files.newOutputStream(Path.of(args[2]))) {
      byte[] bytes = new byte[64 << 10];
      for (int n = film.read(bytes); n >= 0; n = film.read(bytes)) {
        file.write(bytes, 0, n);
        player.got(n);
        player.rest();
      }
    }
    player.atEnd();
    System.out.printf(
        "%.2f %.2f %d %.2f%n", player.seconds(), player.firstPicture, player.stalls, player.stalled);
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private void got(int bytes) {
    pass();
    received += bytes;
    if (!playing && received - played >= START_SECONDS * rate) {
      play();
    }
  }

  private void play() {
    playing = true;
    if (firstPicture < 0) {
      firstPicture = at;
    } else {
      stalled += at - waitedSince;
    }
  }

  /** The picture goes on until now, or until there is nothing left to show. */
  private void pass() {
    double now = seconds();
    if (playing) {
      played += (now - at) * rate;
      if (played > received) {
        stalls++;
        playing = false;
        waitedSince = now - (played - received) / rate;
        played = received;
      }
    }
    at = now;
  }

  private void rest() throws InterruptedException {
    double tooMuch = (received - played) / rate - BUFFER_SECONDS;
    if (playing && tooMuch > 0) {
      Thread.sleep((long) (tooMuch * 1_000) + 1);
    }
  }

  private void atEnd() {
    pass();
    if (!playing) {
      play();
    }
  }
}
