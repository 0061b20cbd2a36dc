package org.p2pd.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
  @ParameterizedTest
  @CsvSource({
    "/film.mp4, video/mp4",
    "/FILM.MP4, video/mp4",
    "/live/index.m3u8, application/vnd.apple.mpegurl",
    "/live/manifest.mpd, application/dash+xml",
    "/live/7.ts, video/mp2t",
    "/live/7.m4s, video/iso.segment",
    "/film.webm, video/webm",
    "/film.en.vtt, text/vtt",
    "/film.en.ttml, application/ttml+xml",
    "/camera.m2ts, video/mp2t",
    "/book.m4b, audio/mp4",
    "/app.webmanifest, application/manifest+json",
    "/font.ttf, font/ttf",
    "/a.folder/film, application/octet-stream",
    "/mp4, application/octet-stream",
    "/film., application/octet-stream"
  })
  void of_name_isByItsExtension(String path, String type) {
    assertThat(MediaTypes.of(path)).isEqualTo(type);
  }
}
