package org.p2pd.agent.sharing.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.sharing.wish.MonthlyCount;
import org.p2pd.agent.sharing.wish.SharingPreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The user's wishes and the month's count in {@code sharing.json}, replaced as a whole. */
public final class SharingFile {
  private static final Logger LOG = LoggerFactory.getLogger(SharingFile.class);

  private static final String NAME = "sharing.json";
  private static final long BYTES_MAX = 64 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  private SharingFile(Path file) {
    this.file = file;
  }

  /** The file of the agent that keeps its state in {@code directory}. */
  public static SharingFile in(Path directory) {
    return new SharingFile(directory.resolve(NAME));
  }

  /** What was kept; empty where nothing was, or what is there cannot be read, which is said. */
  public Optional<Kept> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new IOException("longer than " + BYTES_MAX + " bytes");
      }
      return Optional.of(JSON.readValue(Files.readAllBytes(file), Kept.class));
    } catch (IOException | JacksonException e) {
      LOG.warn(
          "{} cannot be read, so sharing goes by the settings alone: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Keeps {@code state}. */
  public void write(Kept state) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path next = file.resolveSibling(NAME + ".next");
    Files.write(next, JSON.writeValueAsBytes(state));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * What is kept.
   *
   * @param wishes null = the user never changed any
   * @param month null = nothing was shared yet
   */
  public record Kept(
      @Nullable SharingPreferences wishes, @Nullable MonthlyCount month) {}
}
