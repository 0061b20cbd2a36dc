package org.p2pd.agent.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.sharing.Sharing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The agent's API. Who may call it is decided before, at the gateway. */
@Configuration(proxyBeanMethods = false)
class StatusRoutes {
  @Bean
  RouterFunction<ServerResponse> statusRoute(AgentNode node, Sharing sharing) {
    return route()
        .GET(
            "/api/status",
            request -> ServerResponse.ok()
                .cacheControl(CacheControl.noStore())
                .bodyValue(AgentStatus.of(node, sharing)))
        .build();
  }
}
