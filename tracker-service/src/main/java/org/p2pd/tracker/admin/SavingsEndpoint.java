package org.p2pd.tracker.admin;

import org.p2pd.tracker.stats.Savings;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code /actuator/savings}: bytes by who sent them, and what origins were spared, in all and by hour of the last day. */
@Component
@WebEndpoint(id = "savings")
final class SavingsEndpoint {
  private final Savings savings;

  SavingsEndpoint(Savings savings) {
    this.savings = savings;
  }

  @ReadOperation
  Mono<Savings.Report> read() {
    return savings.read();
  }
}
