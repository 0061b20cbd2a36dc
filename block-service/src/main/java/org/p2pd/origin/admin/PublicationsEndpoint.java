package org.p2pd.origin.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.origin.publish.Publisher;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.name.ContentName;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@code /actuator/publications}: GET lists what is published and what is being read, POST looks through the tree or
 * reads one file again, DELETE withdraws one until its file changes. {@link OperatorsOnly} asks for the token.
 */
@Endpoint(id = "publications")
final class PublicationsEndpoint {
  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final int ANSWER_MAX_SECONDS = 30;

  private final Catalogue catalogue;
  private final Publisher publisher;

  PublicationsEndpoint(Catalogue catalogue, Publisher publisher) {
    this.catalogue = catalogue;
    this.publisher = publisher;
  }

  /**
   * One page, ordered by path.
   *
   * @param after the last path of the page before; null = from the beginning
   * @param limit 1 to 1 000 files; null = 100
   */
  @ReadOperation
  public Page list(@Nullable String after, @Nullable Integer limit) {
    int most = limit == null ? LIMIT_DEFAULT : limit;
    if (most < 1 || most > LIMIT_MAX) {
      throw new MalformedValueException("limit", most, "1 <= limit <= " + LIMIT_MAX);
    }
    List<Published> files = catalogue.files().stream()
        .filter(file -> after == null || file.path().compareTo(after) > 0)
        .sorted(Comparator.comparing(PublishedFile::path))
        .limit(most)
        .map(Published::of)
        .toList();
    String next = files.size() < most ? null : files.get(most - 1).path();
    return new Page(catalogue.files().size(), files, next, publisher.underWay());
  }

  /**
   * Looks for changes at once.
   *
   * @param path of a file to be read again even if it looks unchanged, and published also if it was withdrawn; null =
   *     the whole tree is looked through
   */
  @WriteOperation
  public WebEndpointResponse<Map<String, String>> rescan(@Nullable String path) {
    if (path != null) {
      return answer(publisher.readAgain(normal(path)), "is read again");
    }
    publisher.rescan();
    return said(202, "the tree is looked through");
  }

  /** Withdraws the file of {@code path} until it changes or is asked for by {@link #rescan}. */
  @DeleteOperation
  public WebEndpointResponse<Map<String, String>> withdraw(String path) {
    return answer(publisher.withdraw(normal(path)), "is withdrawn until it changes");
  }

  private static String normal(String path) {
    return new ContentName("localhost", path).path();
  }

  /** Actuator calls this on a thread that may wait. */
  private static WebEndpointResponse<Map<String, String>> answer(
      CompletableFuture<Boolean> outcome, String done) {
    return outcome.orTimeout(ANSWER_MAX_SECONDS, TimeUnit.SECONDS).join()
        ? said(200, done)
        : said(404, "there is no such file");
  }

  private static WebEndpointResponse<Map<String, String>> said(int status, String what) {
    return new WebEndpointResponse<>(Map.of("outcome", what), status);
  }

  /**
   * A page of the list.
   *
   * @param published files in all
   * @param files of this page
   * @param next what to ask for as {@code after}; null = this was the last page
   * @param reading files that wait to be read, or are being read, largest share first; at most 1 000
   */
  record Page(
      int published, List<Published> files, @Nullable String next, List<Publisher.Reads> reading) {}

  /** One published file. */
  record Published(
      String path,
      List<String> urls,
      String contentId,
      long length,
      int blockSize,
      String mediaType,
      long version,
      boolean signed) {
    static Published of(PublishedFile file) {
      return new Published(
          file.path(),
          file.publications().stream().map(each -> each.url().url()).toList(),
          file.contentId().hex(),
          file.manifest().layout().length(),
          file.manifest().layout().blockSize(),
          file.publication().mediaType(),
          file.publication().version(),
          file.publication().signature() != null);
    }
  }
}
