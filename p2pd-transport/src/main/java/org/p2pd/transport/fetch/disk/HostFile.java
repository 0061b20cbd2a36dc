package org.p2pd.transport.fetch.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2pd.transport.fetch.HostMemory;
import org.p2pd.transport.schedule.host.RememberedHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts' standing in a file of lines {@code <last dealt with> <bytes/s> <round trip µs> <deviation µs> <proven|unproven>
 * <strikes> <server>}, replaced as a whole. Only estimates: a line that cannot be read is left out, and a file that is lost
 * costs a slower beginning.
 */
public final class HostFile implements HostMemory {
  private static final Logger LOG = LoggerFactory.getLogger(HostFile.class);

  private static final String NAME = "hosts";
  private static final long BYTES_MAX = 2 << 20;
  private static final int WORDS = 7;
  private static final int STRIKES_MAX = 1;

  private final Path file;
  private final Clock clock;

  /** The file of the node that keeps its state in {@code directory}. */
  public HostFile(Path directory, Clock clock) {
    this.file = directory.resolve(NAME);
    this.clock = clock;
  }

  @Override
  public List<RememberedHost> load() {
    List<RememberedHost> hosts = new ArrayList<>();
    try {
      if (Files.exists(file) && Files.size(file) <= BYTES_MAX) {
        Files.readAllLines(file, UTF_8).forEach(line -> addIfReadable(line, hosts));
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read, hosts are got to know anew: {}", file, e.toString());
    }
    return hosts;
  }

  private void addIfReadable(String line, List<RememberedHost> hosts) {
    try {
      hosts.add(host(line.split(" ", -1)));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      LOG.debug("{}: {} is left out: {}", file, line, e.toString());
    }
  }

  private RememberedHost host(String... words) {
    if (words.length != WORDS) {
      throw new IllegalArgumentException(words.length + " words (expected: " + WORDS + ")");
    }
    return new RememberedHost(
        words[6],
        positive(words[1]),
        micros(positive(words[2])),
        micros(Long.parseLong(words[3])),
        words[4].equals("proven"),
        Math.max(0, Math.min(STRIKES_MAX, Integer.parseInt(words[5]))),
        age(Long.parseLong(words[0])));
  }

  private static long positive(String word) {
    long number = Long.parseLong(word);
    if (number <= 0) {
      throw new IllegalArgumentException(word + " (expected: more than 0)");
    }
    return number;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(Math.multiplyExact(Math.max(0, micros), 1_000L));
  }

  /** One from the future, by a clock that was set back, is as good as new. */
  private Duration age(long epochSecond) {
    Duration age = Duration.between(Instant.ofEpochSecond(epochSecond), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  @Override
  public void save(List<RememberedHost> hosts) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling(NAME + ".next");
      Files.write(next, hosts.stream().map(this::line).toList(), UTF_8);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("{} cannot be written, hosts are got to know anew: {}", file, e.toString());
    }
  }

  private String line(RememberedHost host) {
    return String.format(
        Locale.ROOT,
        "%d %d %d %d %s %d %s",
        clock.instant().minus(host.age()).getEpochSecond(),
        Math.max(1, Math.round(host.bytesPerSecond())),
        Math.max(1, host.roundTrip().toNanos() / 1_000),
        host.deviation().toNanos() / 1_000,
        host.proven() ? "proven" : "unproven",
        host.strikes(),
        host.server());
  }
}
