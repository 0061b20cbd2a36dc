package org.p2pd.tracker.publication;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.catalogue.Statement;
import tools.jackson.databind.JsonNode;

/**
 * A {@link Statement} whose entries are not read yet, so that one that cannot be read is refused alone.
 *
 * @param manifests of the statement
 * @param publications of the statement
 */
record StatementForm(
    @Nullable List<JsonNode> manifests, @Nullable List<JsonNode> publications) {
  /**
   * The manifests.
   *
   * @throws MalformedValueException where they are too many, or one has no content id to be refused by
   */
  List<Entry> manifestEntries() {
    return entries("manifests", manifests, node -> new Entry(null, contentId(node), node));
  }

  /**
   * The publications.
   *
   * @throws MalformedValueException where they are too many, or one has no URL or content id to be refused by
   */
  List<Entry> publicationEntries() {
    return entries(
        "publications",
        publications,
        node -> new Entry(ContentName.parse(text(node, "url")), contentId(node), node));
  }

  private static List<Entry> entries(
      String what, @Nullable List<JsonNode> nodes, Function<JsonNode, Entry> read) {
    if (nodes == null) {
      return List.of();
    }
    if (nodes.size() > Statement.ENTRIES_MAX) {
      throw new MalformedValueException(
          what, nodes.size() + " entries", "at most " + Statement.ENTRIES_MAX);
    }
    return nodes.stream().map(read).toList();
  }

  private static ContentId contentId(JsonNode node) {
    return new ContentId(text(node, "contentId"));
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw new MalformedValueException(field, "absent or no text", "text in each entry");
    }
    return value.stringValue();
  }

  /**
   * A manifest or publication as it was sent.
   *
   * @param url null = it is a manifest
   */
  record Entry(@Nullable ContentName url, ContentId contentId, JsonNode said) {}
}
