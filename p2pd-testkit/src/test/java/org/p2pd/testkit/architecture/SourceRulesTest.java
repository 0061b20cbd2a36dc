package org.p2pd.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRulesTest {
  @TempDir
  Path sources;

  @Test
  void checkTree_cleanFile_passes() throws IOException {
    write("Clean.java", """
        /** Never calls Thread.sleep( or flux.block(). */
        class Clean {
          String text = "System.out, mono.block()";
        }
        """);
    SourceRules.checkTree(sources);
  }

  @Test
  void checkTree_brokenRules_namesEachWithItsLine() throws IOException {
    write("a/Broken.java", """
        class Broken {
          // TO%s: later
          // int old = 1;
          void wait(Mono<String> mono) {
            Thread.sleep(1);
            System.out.println(mono.block());
          }
        }
        """.formatted("DO"));
    assertThatThrownBy(() -> SourceRules.checkTree(sources))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("4 source rules broken")
        .hasMessageContaining(":2: a leftover")
        .hasMessageContaining(":3: commented-out code")
        .hasMessageContaining(":5: Thread.sleep")
        .hasMessageContaining(":6: System.out");
  }

  @Test
  void checkTree_allowedPlaces_pass() throws IOException {
    write("cli/Start.java", "class Start { void run() { System.out.println(mono.block()); } }");
    SourceRules.checkTree(sources);
  }

  @Test
  void checkTree_longFileAndMethod_areRefused() throws IOException {
    String body = "    call();\n".repeat(69);
    write("Long.java", "class Long {\n  void most() {\n" + body + "  }\n}\n" + "\n".repeat(400));
    assertThatThrownBy(() -> SourceRules.checkTree(sources))
        .hasMessageContaining(":1: 473 lines")
        .hasMessageContaining(":2: a method of 71 lines");
  }

  @Test
  void checkTests_longFile_isRefused_aLongMethodIsNot() throws IOException {
    String body = "    call();\n".repeat(390);
    write("LongTest.java", "class LongTest {\n  void most() {\n" + body + "  }\n}\n");
    SourceRules.checkTests(sources);
    write("LongTest.java", "class LongTest {}\n" + "\n".repeat(400));
    assertThatThrownBy(() -> SourceRules.checkTests(sources))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("LongTest.java:1: 401 lines (expected: at most 400)");
  }

  @Test
  void methods_ofNestedTypesAndLiterals_areFound() {
    JavaText text = JavaText.of("""
        @Named(value = {"a"})
        public final class Outer {
          static final String BRACE = "{" + '{' + '"'; // {
          int field = 1;

          /** Many lines. */
          Outer(
              int one,
              int two) {
            run(() -> {
              call();
            });
          }

          record Inner(int x) {
            Inner {
              check(x);
            }

            int twice() {
              return 2 * x;
            }
          }
        }
        """);
    assertThat(text.methods())
        .containsExactly(new JavaText.Method(7, 7), new JavaText.Method(20, 3));
  }

  private void write(String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
