package org.p2pd.protocol.content;

import java.util.BitSet;
import org.p2pd.protocol.MalformedValueException;

/** Reads the text form of a block set in one pass; one object per text. */
final class BlockSetParser {
  private static final int DIGITS_MAX = 5;

  private final String text;
  private final BitSet bits = new BitSet();
  private int position;

  BlockSetParser(String text) {
    this.text = text;
  }

  BitSet parse() {
    int free = 0;
    while (true) {
      free = range(free);
      if (position == text.length()) {
        return bits;
      }
      expect(',');
    }
  }

  private int range(int free) {
    int first = number();
    int last = position < text.length() && text.charAt(position) == '-' ? numberAfterDash() : first;
    if (first < free || last < first || last >= BlockLayout.BLOCKS_MAX) {
      throw malformed();
    }
    bits.set(first, last + 1);
    return last + 1;
  }

  private int numberAfterDash() {
    expect('-');
    return number();
  }

  private int number() {
    int start = position;
    int value = 0;
    while (position < text.length()
        && isDigit(text.charAt(position))
        && position - start < DIGITS_MAX) {
      value = value * 10 + (text.charAt(position++) - '0');
    }
    boolean leadingZero = position - start > 1 && text.charAt(start) == '0';
    if (position == start || leadingZero) {
      throw malformed();
    }
    return value;
  }

  private void expect(char c) {
    if (position >= text.length() || text.charAt(position) != c) {
      throw malformed();
    }
    position++;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private MalformedValueException malformed() {
    return new MalformedValueException(
        "blocks",
        text,
        "closed ranges like 0-63,70,80-95, ascending, disjoint, below " + BlockLayout.BLOCKS_MAX);
  }
}
