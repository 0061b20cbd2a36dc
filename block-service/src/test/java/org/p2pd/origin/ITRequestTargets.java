package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Names and request targets that are not as this project writes them. */
@ExtendWith(OutputCaptureExtension.class)
class ITRequestTargets {
  private static final String FOLDER = "映".repeat(80);
  private static final String DEEP = (FOLDER + "/").repeat(5);
  private static final String TOO_DEEP = (FOLDER + "/").repeat(6);

  @TempDir
  static Path home;

  private static TestOrigin origin;

  @BeforeAll
  static void start() throws IOException {
    Path media = Files.createDirectories(home.resolve("media"));
    Files.createDirectories(media.resolve("a folder"));
    Files.writeString(media.resolve("film.mp4"), "film");
    Files.writeString(media.resolve("Größe [1080p] {x}|y.txt"), "brackets");
    Files.writeString(Files.createDirectories(media.resolve(DEEP)).resolve("deep.txt"), "deep");
    Files.writeString(Files.createDirectories(media.resolve(TOO_DEEP)).resolve("too.txt"), "no");
    Files.writeString(home.resolve("secret.txt"), "secret");
    origin = TestOrigin.start(media, home.resolve("state"));
    origin.awaitStatus("/film.mp4", 200);
    origin.awaitStatus("/Gr%C3%B6%C3%9Fe%20%5B1080p%5D%20%7Bx%7D%7Cy.txt", 200);
  }

  @AfterAll
  static void stop() {
    origin.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/a%20folder/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/.%2e/secret.txt",
        "//film.mp4",
        "/./film.mp4",
        "/film.mp4%00.txt",
        "/%zz",
        "/..\\secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%252e%252e/secret.txt"
      })
  void get_wayOutOfTheTree_isRefused(String target) throws IOException {
    String answer =
        origin.raw("GET " + target + " HTTP/1.1", "Host: localhost", "Connection: close");

    assertThat(answer)
        .startsWith("HTTP/1.1 4")
        .doesNotContain("secret\r\n")
        .doesNotEndWith("secret");
  }

  @Test
  void get_absoluteTarget_countsWhateverHostSays() throws IOException {
    String target = "GET http://cdn.example.com/film.mp4 HTTP/1.1";

    assertThat(origin.raw(target, "Host: other.example.org", "Connection: close"))
        .startsWith("HTTP/1.1 200")
        .endsWith("film");
    assertThat(origin.raw(target, "Host: a/b", "Connection: close")).startsWith("HTTP/1.1 400");
    assertThat(origin.raw(target, "Connection: close")).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void get_percentSignThatBeginsNoEscape_isToldWhatIsWrong(String method) throws IOException {
    String answer = origin.raw(method + " /%zz HTTP/1.1", "Host: localhost", "Connection: close");

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-type: application/problem+json");
    assertThat(answer.contains("target: /%zz")).isEqualTo(method.equals("GET"));
  }

  /** Its answer has no body either, but it is not about the target. */
  @Test
  void head_refusedForItsHost_isNotAnsweredWithWhatIsSaidOfTargets() throws IOException {
    String target = origin.raw("HEAD /%zz HTTP/1.1", "Host: a", "Connection: close");
    String host = origin.raw("HEAD /abc HTTP/1.1", "Host: a", "Host: b", "Connection: close");

    assertThat(host).startsWith("HTTP/1.1 400");
    assertThat(lengthOf(host)).isNotEqualTo(lengthOf(target));
  }

  private static String lengthOf(String answer) {
    return answer
        .lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .findFirst()
        .orElse("none");
  }

  /** Browsers leave brackets and bars as they are, simple clients all there is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Gr%C3%B6%C3%9Fe%20[1080p]%20%7Bx%7D|y.txt",
        "/Gr\u00c3\u00b6\u00c3\u009fe%20[1080p]%20{x}|y.txt",
        "/Gr%c3%b6%c3%9fe%20%5b1080p%5d%20%7bx%7d%7cy.txt?a[]=1|2&b=100%"
      })
  void get_nameThatIsNotWhollyEncoded_isTheFile(String target) throws IOException {
    assertThat(origin.raw("GET " + target + " HTTP/1.1", "Host: localhost", "Connection: close"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("brackets");
  }

  /** Netty by itself takes lines of 4 096 bytes. */
  @Test
  void get_longName_isTheFile_withALongQueryToo() {
    String path = ("/" + "%E6%98%A0".repeat(80)).repeat(5) + "/deep.txt";

    HttpResponse<byte[]> answer = origin.awaitStatus(path + "?" + "x".repeat(2_000), 200);

    assertThat(answer.body()).asString(UTF_8).isEqualTo("deep");
  }

  @Test
  void nameBeyondWhatAUrlMayHave_isRefused_andTheRestIsServed(CapturedOutput output) {
    await().until(() -> output.getAll().contains("too.txt: url: http://localhost:"));

    assertThat(output.getAll()).doesNotContain("Publishing goes on without this step");
  }

  @Test
  void get_withoutHost_is400() throws IOException {
    assertThat(origin.raw("GET /film.mp4 HTTP/1.1", "Connection: close"))
        .startsWith("HTTP/1.1 400 ");
  }
}
