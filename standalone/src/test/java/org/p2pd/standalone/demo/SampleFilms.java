package org.p2pd.standalone.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The sample clip under two names, one of them such as nobody should choose; the same picture, but not the same bytes.
 *
 * @param length of {@link #PATH}, in bytes
 */
record SampleFilms(long length, String oddTitle) {
  static final String PATH = "/sample-clip.mp4";

  private static final String ODD_TITLE = "Grüße & <b>100 %.mp4";

  static SampleFilms in(Path directory) throws IOException {
    try (InputStream clip = DemoSystem.class.getResourceAsStream("disk" + PATH)) {
      byte[] bytes = Objects.requireNonNull(clip).readAllBytes();
      Files.write(directory.resolve(PATH.substring(1)), bytes);
      Path odd = Files.createDirectory(directory.resolve("Folder")).resolve(ODD_TITLE);
      Files.write(odd, bytes);
      Files.write(odd, emptyBox(), StandardOpenOption.APPEND);
      return new SampleFilms(bytes.length, ODD_TITLE);
    }
  }

  /** A box of ISO 14496-12 that players pass over. */
  private static byte[] emptyBox() {
    return "\0\0\0\10free".getBytes(US_ASCII);
  }
}
