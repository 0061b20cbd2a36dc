package org.p2pd.tracker.announce;

import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** What {@code GET /v1/contents/{contentId}/hosts?blocks=…&limit=…} asks for; by default all blocks, 20 hosts. */
record HostQuery(ContentId contentId, BlockSet blocks, int limit) {

  static HostQuery of(ServerRequest request) {
    BlockSet blocks = BlockSet.parse(request.queryParam("blocks").orElse("*"));
    return new HostQuery(
        new ContentId(request.pathVariable("contentId")),
        blocks.isEmpty() ? BlockSet.everything() : blocks,
        limit(request.queryParam("limit").orElse(Integer.toString(Handout.HOSTS_MAX))));
  }

  private static int limit(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw new MalformedValueException("limit", text, "1 to " + Handout.HOSTS_MAX);
    }
    return AnnounceRules.checkLimit(Integer.parseInt(text));
  }

  RuntimeException refused(String error) {
    return switch (error) {
      case ContentHosts.UNKNOWN_CONTENT ->
        ProblemException.notFound(
            "contentId: " + contentId + " (expected: a content published here)");
      case ContentHosts.RECALLED_CONTENT ->
        new ProblemException(
            HttpStatus.GONE, "contentId: " + contentId + " (expected: one that was not recalled)");
      default -> new ProblemException(HttpStatus.BAD_REQUEST, "blocks: " + blocks + ", " + error);
    };
  }
}
