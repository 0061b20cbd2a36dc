package org.p2pd.tracker.admin;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.tracker.publication.Names;
import org.p2pd.tracker.web.Bodies;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code /actuator/publications}: what is published, and withdrawing it. */
@Component
@WebEndpoint(id = "publications")
final class PublicationsEndpoint {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;

  private final Names names;

  PublicationsEndpoint(Names names) {
    this.names = names;
  }

  /**
   * One publication, or a page of them, in JSON as under {@code /v1/publications}.
   *
   * @param url of the one; null = a page
   * @param limit the most of a page, 1 to 200
   */
  @ReadOperation(produces = "application/json")
  Mono<byte[]> read(
      @Nullable String url,
      @Nullable String authority,
      @Nullable String q,
      @Nullable String cursor,
      @Nullable Integer limit) {
    int most = AdminNumbers.within("limit", limit, LIMIT, 1, LIMIT_MAX);
    Mono<?> read =
        url == null ? names.page(cursor, authority, q, most) : names.kept(ContentName.parse(url));
    return read.map(Bodies::toJson);
  }

  /**
   * Lets a name be stated again that was withdrawn here.
   *
   * @param url the name
   */
  @WriteOperation
  Mono<Void> allow(String url) {
    return names.allow(ContentName.parse(url));
  }

  /**
   * Withdraws a name: whoever states the same content under it is refused (410) from now on, for a day after the last time.
   *
   * @param contentId what it is bound to
   * @param recall whether the content may not be served by its id either
   */
  @DeleteOperation
  Mono<Void> withdraw(String url, String contentId, @Nullable Boolean recall) {
    return names.withdrawForGood(
        ContentName.parse(url), new ContentId(contentId), Boolean.TRUE.equals(recall));
  }
}
