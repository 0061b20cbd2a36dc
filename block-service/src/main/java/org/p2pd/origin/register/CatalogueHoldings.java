package org.p2pd.origin.register;

import java.util.Collection;
import java.util.Optional;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.tracker.Holdings;

/** The catalogue as it is announced: every published content, whole. */
record CatalogueHoldings(Catalogue catalogue) implements Holdings {
  @Override
  public Collection<ContentId> contents() {
    return catalogue.contents();
  }

  @Override
  public BlockSet held(ContentId contentId) {
    return catalogue.holding(contentId).isEmpty() ? BlockSet.empty() : BlockSet.everything();
  }

  @Override
  public Optional<Manifest> manifest(ContentId contentId) {
    return catalogue.holding(contentId).stream().findFirst().map(PublishedFile::manifest);
  }
}
