package org.p2pd.cache.names;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.wire.WireFormat;

/** The names of one content as bytes: JSON, and its SHA-256 behind it. Pure. */
final class NoteForm {
  private NoteForm() {}

  /**
   * One binding and when it was confirmed last.
   *
   * @param name that was asked for, and that this is the binding of
   */
  record Named(ContentName name, Publication publication, long confirmedAtMillis) {}

  /** All bindings of one content. */
  record Names(List<Named> names) {}

  static byte[] write(List<Named> names) {
    byte[] json = WireFormat.json().writeValueAsString(new Names(names)).getBytes(UTF_8);
    byte[] note = Arrays.copyOf(json, json.length + Digest.BYTES);
    System.arraycopy(Digest.of(json).toRaw(), 0, note, json.length, Digest.BYTES);
    return note;
  }

  /**
   * What {@link #write} wrote; nothing where a single bit is different. A binding without the name that was asked for, as
   * earlier builds wrote it, is left out.
   */
  static List<Named> read(byte[] note) {
    int length = note.length - Digest.BYTES;
    if (length <= 0) {
      return List.of();
    }
    byte[] json = Arrays.copyOf(note, length);
    Digest digest = Digest.ofRaw(Arrays.copyOfRange(note, length, note.length));
    return Digest.of(json).equals(digest)
        ? named(WireFormat.json().readValue(json, Names.class))
        : List.of();
  }

  private static List<Named> named(Names names) {
    return names.names().stream().filter(each -> each.name() != null).toList();
  }
}
