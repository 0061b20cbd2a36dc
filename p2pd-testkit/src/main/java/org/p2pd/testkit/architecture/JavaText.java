package org.p2pd.testkit.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Java source without its comments and the contents of its literals, and the methods in it. Knows just enough of the
 * language to count; whatever has parentheses and a body directly inside a type counts as a method.
 */
final class JavaText {
  private static final Pattern IGNORED = Pattern.compile("(?s)//[^\n]*"
      + "|/\\*.*?\\*/"
      + "|\"\"\".*?(?<!\\\\)\"\"\""
      + "|\"(?:\\\\.|[^\"\\\\\n])*+\""
      + "|'(?:\\\\.|[^'\\\\\n])*+'");
  private static final Pattern NOT_NEWLINE = Pattern.compile("[^\n]");
  private static final Pattern TYPE = Pattern.compile("\\b(class|interface|enum|record)\\b");

  private final String code;
  private final List<Method> methods = new ArrayList<>();

  private JavaText(String code) {
    this.code = code;
  }

  static JavaText of(String source) {
    JavaText text = new JavaText(blanked(source));
    text.findMethods();
    return text;
  }

  /** The source with blanks for comments and literals; line numbers are kept. */
  String code() {
    return code;
  }

  List<Method> methods() {
    return methods;
  }

  private static String blanked(String source) {
    return IGNORED
        .matcher(source)
        .replaceAll(ignored ->
            Matcher.quoteReplacement(NOT_NEWLINE.matcher(ignored.group()).replaceAll(" ")));
  }

  private void findMethods() {
    Deque<Block> open = new ArrayDeque<>();
    int statement = 0;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{') {
        open.push(block(open.peek(), statement, i));
      } else if (c == '}' && !open.isEmpty()) {
        close(open.pop(), i);
      }
      if (c == '{' || c == '}' || c == ';') {
        statement = i + 1;
      }
    }
  }

  private Block block(@Nullable Block parent, int statement, int brace) {
    String header = code.substring(statement, brace);
    boolean type = TYPE.matcher(header).find();
    boolean method = !type && parent != null && parent.type && header.contains("(");
    int blanks = header.length() - header.stripLeading().length();
    return new Block(type, method, lineAt(statement + blanks));
  }

  private void close(Block block, int brace) {
    if (block.method) {
      methods.add(new Method(block.firstLine, lineAt(brace) - block.firstLine + 1));
    }
  }

  private int lineAt(int position) {
    return 1 + (int) code.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  /** A method's place: the line of its declaration, from 1, and its length in lines. */
  record Method(int firstLine, int lines) {}

  private record Block(boolean type, boolean method, int firstLine) {}
}
