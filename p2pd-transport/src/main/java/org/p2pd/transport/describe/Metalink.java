package org.p2pd.transport.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.springframework.web.util.HtmlUtils;

/** Metalink 4 (RFC 5854): the digests of all blocks, and where the bytes are, best first. */
public final class Metalink {
  private Metalink() {}

  /**
   * Writes the document.
   *
   * @param name of the file, as people read it
   * @param digest of the whole
   * @param urls of the whole file, at least one
   */
  public static byte[] of(String name, Manifest manifest, Digest digest, List<String> urls) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">\n  <generator>p2pd</generator>\n");
    xml.append("  <file name=\"").append(escaped(name)).append("\">\n");
    xml.append("    <size>").append(manifest.layout().length()).append("</size>\n");
    xml.append("    ").append(hash(" type=\"sha-256\"", digest));
    addPieces(xml, manifest);
    for (int i = 0; i < urls.size(); i++) {
      xml.append("    <url priority=\"").append(i + 1).append("\">");
      xml.append(escaped(urls.get(i))).append("</url>\n");
    }
    return xml.append("  </file>\n</metalink>\n").toString().getBytes(UTF_8);
  }

  private static void addPieces(StringBuilder xml, Manifest manifest) {
    if (manifest.blockCount() == 0) {
      return;
    }
    xml.append("    <pieces length=\"").append(manifest.layout().blockSize());
    xml.append("\" type=\"sha-256\">\n");
    for (int i = 0; i < manifest.blockCount(); i++) {
      xml.append("      ").append(hash("", manifest.blockDigest(i)));
    }
    xml.append("    </pieces>\n");
  }

  private static String hash(String attribute, Digest digest) {
    return "<hash" + attribute + ">" + HexFormat.of().formatHex(digest.toRaw()) + "</hash>\n";
  }

  /** XML 1.0 has no place for control characters, whatever the escape. */
  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text.replaceAll("\\p{Cntrl}", "_"), "UTF-8").replace("&#39;", "'");
  }
}
