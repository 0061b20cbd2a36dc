package org.p2pd.transport.resolve;

import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;

/** Is told of bindings that the tracker or the origin confirmed. */
@FunctionalInterface
public interface BindingListener {
  /**
   * A binding was confirmed.
   *
   * @param name that was asked for; a tracker may answer with the publication of an alias of it
   * @param atMillis when, in epoch milliseconds
   */
  void confirmed(ContentName name, Publication publication, long atMillis);
}
