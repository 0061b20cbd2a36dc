package org.p2pd.transport.resolve.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2pd.transport.resolve.KeyPins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pinned keys in a file of lines {@code <authority> <key> …}, for people to read and to correct; replaced as a
 * whole.
 */
public final class PinFile implements KeyPins {
  private static final Logger LOG = LoggerFactory.getLogger(PinFile.class);

  private static final String NAME = "publisher-keys";
  private static final long BYTES_MAX = 8 << 20;

  private final Path file;
  private final Map<String, List<String>> pins = new TreeMap<>();

  private PinFile(Path file) {
    this.file = file;
  }

  /**
   * Opens the pins of the node that keeps its state in {@code directory}.
   *
   * @throws IOException where there is a file that cannot be read: to go on without it would trust anybody anew
   */
  public static PinFile in(Path directory) throws IOException {
    PinFile pins = new PinFile(directory.resolve(NAME));
    pins.load();
    return pins;
  }

  private void load() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException(
          file + ": " + Files.size(file) + " bytes (expected: at most " + BYTES_MAX + ")");
    }
    for (String line : Files.readAllLines(file, US_ASCII)) {
      List<String> words = Arrays.asList(line.strip().split("\\s+"));
      if (words.size() > 1 && !line.startsWith("#")) {
        pins.put(words.get(0), List.copyOf(words.subList(1, words.size())));
      }
    }
  }

  @Override
  public synchronized List<String> of(String authority) {
    return pins.getOrDefault(authority, List.of());
  }

  @Override
  public synchronized void pin(String authority, List<String> keys) {
    if (pins.size() >= AUTHORITIES_MAX && !pins.containsKey(authority)) {
      LOG.warn("{} is full: the keys of {} are not remembered", file, authority);
      return;
    }
    pins.put(authority, List.copyOf(keys));
    try {
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private void write() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path next = file.resolveSibling(NAME + ".next");
    Files.writeString(next, text(), US_ASCII);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private String text() {
    return pins.entrySet().stream()
        .map(pin -> pin.getKey() + " " + String.join(" ", pin.getValue()) + "\n")
        .collect(Collectors.joining(
            "",
            "# Keys that films of an authority must be signed with. Remove a line to learn them anew.\n",
            ""));
  }
}
