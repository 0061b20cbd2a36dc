package org.p2pd.tracker.site;

import java.util.concurrent.Semaphore;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.tracker.announce.AnnounceListener;
import org.p2pd.tracker.content.Manifests;
import org.p2pd.tracker.upstream.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Fetches the manifests of contents that hosts announce and Redis does not know, as after it came back empty: at a
 * site's tracker no origin restates them. The host that was told {@code unknown content} announces again a little later.
 */
@Component
final class ForgottenContents implements AnnounceListener {
  private static final Logger LOG = LoggerFactory.getLogger(ForgottenContents.class);
  private static final int UNDER_WAY_MAX = 64;

  private final Manifests manifests;
  private final Upstream upstream;
  private final Semaphore free = new Semaphore(UNDER_WAY_MAX);

  ForgottenContents(Manifests manifests, Upstream upstream) {
    this.manifests = manifests;
    this.upstream = upstream;
  }

  @Override
  public void answered(AnnounceReply reply) {
    if (upstream.isConfigured()) {
      reply.contents().stream()
          .filter(each -> ContentHosts.UNKNOWN_CONTENT.equals(each.error()))
          .forEach(each -> learn(each.contentId()));
    }
  }

  private void learn(ContentId content) {
    if (free.tryAcquire()) {
      manifests
          .learn(content)
          .doFinally(end -> free.release())
          .subscribe(
              done -> {}, error -> LOG.debug("{} stays unknown: {}", content, error.getMessage()));
    }
  }
}
