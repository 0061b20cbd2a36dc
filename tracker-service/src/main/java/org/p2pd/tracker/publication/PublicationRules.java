package org.p2pd.tracker.publication;

import java.net.URI;
import java.util.List;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.dial.HttpUrl;

/** What a publication must say to be bound. */
final class PublicationRules {
  private static final int MIRRORS_MAX = 16;
  private static final int URL_CHARS_MAX = 2_048;
  private static final int MEDIA_TYPE_CHARS_MAX = 128;

  private PublicationRules() {}

  static Publication checked(Publication stated, long nowMillis) {
    Bodies.required("url", stated.url());
    Bodies.required("contentId", stated.contentId());
    Bodies.required("digest", stated.digest());
    stated.layout();
    checkMediaType(Bodies.required("mediaType", stated.mediaType()));
    checkTimes(stated, nowMillis);
    checkMirrors(stated.mirrors());
    checkSignature(stated);
    return stated;
  }

  private static void checkMediaType(String mediaType) {
    if (mediaType.length() > MEDIA_TYPE_CHARS_MAX || !mediaType.matches("[!-~]+(; ?[!-~]+)*")) {
      throw new MalformedValueException("mediaType", mediaType, "such as video/mp4");
    }
  }

  private static void checkTimes(Publication stated, long nowMillis) {
    if (stated.version() < 0) {
      throw new MalformedValueException("version", stated.version(), ">= 0");
    }
    if (stated.expires() > 0 && stated.expires() <= nowMillis) {
      throw new MalformedValueException("expires", stated.expires(), "> now, " + nowMillis);
    }
  }

  private static void checkMirrors(List<String> mirrors) {
    if (mirrors.size() > MIRRORS_MAX) {
      throw new MalformedValueException(
          "mirrors", mirrors.size() + " URLs", "at most " + MIRRORS_MAX);
    }
    mirrors.forEach(PublicationRules::checkMirror);
  }

  private static void checkMirror(String url) {
    URI uri = HttpUrl.of(url);
    if (uri == null || uri.getUserInfo() != null || url.length() > URL_CHARS_MAX) {
      throw new MalformedValueException("mirrors", url, "http(s)://host[:port]/file");
    }
  }

  private static void checkSignature(Publication stated) {
    boolean signed = stated.publisher() != null || stated.signature() != null;
    if (signed && !stated.hasValidSignature()) {
      throw new MalformedValueException(
          "signature",
          String.valueOf(stated.signature()),
          "the publisher's over exactly this publication");
    }
  }
}
