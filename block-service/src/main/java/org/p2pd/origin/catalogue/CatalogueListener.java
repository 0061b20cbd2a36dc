package org.p2pd.origin.catalogue;

/** Is told what changes in the catalogue, on the publisher's thread; must not block. */
public interface CatalogueListener {
  /** {@code file} is served from now on. */
  void published(PublishedFile file);

  /** {@code file} is no longer served: it changed, or it is gone. */
  void withdrawn(PublishedFile file);
}
