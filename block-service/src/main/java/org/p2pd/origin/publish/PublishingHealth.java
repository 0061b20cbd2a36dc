package org.p2pd.origin.publish;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while the published directory cannot be listed; otherwise how far publishing has come. */
final class PublishingHealth extends AbstractHealthIndicator {
  private final Publisher publisher;

  PublishingHealth(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Publisher.Progress progress = publisher.progress();
    String trouble = progress.trouble();
    Health.Builder status =
        trouble == null ? builder.up() : builder.down().withDetail("explanation", trouble);
    status.withDetail("published", progress.published()).withDetail("waiting", progress.waiting());
  }
}
