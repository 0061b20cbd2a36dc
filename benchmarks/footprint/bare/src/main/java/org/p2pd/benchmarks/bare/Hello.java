package org.p2pd.benchmarks.bare;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Says hello, on WebFlux, beside an Actuator on a port of its own: what the agent's parts cost before they do anything for a viewer. */
@SpringBootApplication
public class Hello {

  public static void main(String[] args) {
    SpringApplication.run(Hello.class, args);
  }

  @Bean
  RouterFunction<ServerResponse> root() {
    return RouterFunctions.route()
        .GET("/", request -> ServerResponse.ok().bodyValue("hello"))
        .build();
  }
}
