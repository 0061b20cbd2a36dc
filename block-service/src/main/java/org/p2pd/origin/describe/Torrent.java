package org.p2pd.origin.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * BitTorrent metainfo of one file (BEP 3) whose sources are web servers (BEP 19). Names no tracker: who wants peers finds
 * them by other means.
 */
final class Torrent {
  private Torrent() {}

  /**
   * Writes the document.
   *
   * @param name of the file, as people read it
   * @param pieceBytes length of all pieces but the last
   * @param pieces SHA-1 of the pieces, 20 bytes each
   * @param urls of the whole file
   */
  static byte[] of(String name, long length, long pieceBytes, byte[] pieces, List<String> urls) {
    Map<String, Object> info =
        Map.of("length", length, "name", name, "piece length", pieceBytes, "pieces", pieces);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, Map.of("created by", "p2pd", "info", info, "url-list", urls));
    return out.toByteArray();
  }

  /** Bencoding; keys of dictionaries are sorted. */
  private static void write(ByteArrayOutputStream out, Object value) {
    if (value instanceof Long number) {
      out.writeBytes(("i" + number + "e").getBytes(UTF_8));
    } else if (value instanceof byte[] bytes) {
      out.writeBytes((bytes.length + ":").getBytes(UTF_8));
      out.writeBytes(bytes);
    } else if (value instanceof List<?> list) {
      out.write('l');
      list.forEach(each -> write(out, each));
      out.write('e');
    } else if (value instanceof Map<?, ?> map) {
      out.write('d');
      new TreeMap<>(map).forEach((key, each) -> {
        write(out, key);
        write(out, each);
      });
      out.write('e');
    } else {
      write(out, value.toString().getBytes(UTF_8));
    }
  }
}
