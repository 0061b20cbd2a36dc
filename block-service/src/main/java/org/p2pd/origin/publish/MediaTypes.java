package org.p2pd.origin.publish;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/** Media types by file name extension: what players and plain web pages need. */
final class MediaTypes {
  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
      entry("mp4", "video/mp4"),
      entry("m4v", "video/mp4"),
      entry("webm", "video/webm"),
      entry("mkv", "video/x-matroska"),
      entry("mov", "video/quicktime"),
      entry("avi", "video/x-msvideo"),
      entry("wmv", "video/x-ms-wmv"),
      entry("flv", "video/x-flv"),
      entry("3gp", "video/3gpp"),
      entry("mpg", "video/mpeg"),
      entry("mpeg", "video/mpeg"),
      entry("ogv", "video/ogg"),
      entry("m3u8", "application/vnd.apple.mpegurl"),
      entry("mpd", "application/dash+xml"),
      entry("ts", "video/mp2t"),
      entry("m2ts", "video/mp2t"),
      entry("mts", "video/mp2t"),
      entry("m4s", "video/iso.segment"),
      entry("cmfv", "video/mp4"),
      entry("cmfa", "audio/mp4"),
      entry("cmft", "application/mp4"),
      entry("vtt", "text/vtt"),
      entry("srt", "application/x-subrip"),
      entry("ttml", "application/ttml+xml"),
      entry("ass", "text/x-ssa"),
      entry("mp3", "audio/mpeg"),
      entry("m4a", "audio/mp4"),
      entry("m4b", "audio/mp4"),
      entry("aac", "audio/aac"),
      entry("flac", "audio/flac"),
      entry("wav", "audio/wav"),
      entry("ogg", "audio/ogg"),
      entry("opus", "audio/ogg"),
      entry("oga", "audio/ogg"),
      entry("weba", "audio/webm"),
      entry("mka", "audio/x-matroska"),
      entry("html", "text/html"),
      entry("htm", "text/html"),
      entry("xhtml", "application/xhtml+xml"),
      entry("css", "text/css"),
      entry("js", "text/javascript"),
      entry("mjs", "text/javascript"),
      entry("json", "application/json"),
      entry("map", "application/json"),
      entry("webmanifest", "application/manifest+json"),
      entry("xml", "application/xml"),
      entry("txt", "text/plain"),
      entry("md", "text/markdown"),
      entry("csv", "text/csv"),
      entry("svg", "image/svg+xml"),
      entry("png", "image/png"),
      entry("jpg", "image/jpeg"),
      entry("jpeg", "image/jpeg"),
      entry("gif", "image/gif"),
      entry("webp", "image/webp"),
      entry("avif", "image/avif"),
      entry("ico", "image/x-icon"),
      entry("woff2", "font/woff2"),
      entry("woff", "font/woff"),
      entry("ttf", "font/ttf"),
      entry("otf", "font/otf"),
      entry("wasm", "application/wasm"),
      entry("pdf", "application/pdf"),
      entry("zip", "application/zip"),
      entry("gz", "application/gzip"));

  private MediaTypes() {}

  /** The type of a file with that name or path. */
  static String of(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
  }
}
