package org.p2pd.agent.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.p2pd.agent.page.PageToken;
import org.p2pd.agent.sharing.Sharing;
import org.p2pd.agent.sharing.SharingStatus;
import org.p2pd.agent.sharing.wish.SharingPreferences;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET} and {@code PUT /api/settings}: what the user wishes of sharing. A change names only what changes; {@code null}
 * takes a limit away. The answer carries the token that changes need, for programs of this machine.
 */
@Configuration(proxyBeanMethods = false)
class SettingsRoutes {
  private static final Set<String> NAMES =
      Set.of("share", "uploadBytesPerSecond", "monthlyBytes", "hours", "onBattery", "onMetered");

  private final Sharing sharing;
  private final PageToken token;

  SettingsRoutes(Sharing sharing, PageToken token) {
    this.sharing = sharing;
    this.token = token;
  }

  @Bean
  RouterFunction<ServerResponse> settingsCalls() {
    return route()
        .GET("/api/settings", request -> settings())
        .PUT("/api/settings", this::change)
        .build();
  }

  /**
   * How sharing is set and stands.
   *
   * @param wishes what the user wishes, within {@code ceiling}
   * @param ceiling the most that the agent's settings allow
   */
  record Settings(SharingPreferences wishes, SharingPreferences ceiling, SharingStatus status) {}

  private Mono<ServerResponse> settings() {
    return ServerResponse.ok()
        .cacheControl(CacheControl.noStore())
        .header(PageToken.HEADER, token.value())
        .bodyValue(new Settings(sharing.wishes(), sharing.ceiling(), sharing.status()));
  }

  private Mono<ServerResponse> change(ServerRequest request) {
    return request
        .bodyToMono(ObjectNode.class)
        .switchIfEmpty(Mono.error(
            () -> new MalformedValueException("settings", "", "JSON such as {\"share\":false}")))
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(this::change)
        .flatMap(changed -> settings());
  }

  private void change(ObjectNode changes) {
    try {
      sharing.change(changed(sharing.wishes(), changes));
    } catch (IOException e) {
      throw new ProblemException(
          HttpStatus.INSUFFICIENT_STORAGE,
          "the settings hold until the agent ends, but cannot be kept: " + e.getMessage());
    }
  }

  private static SharingPreferences changed(SharingPreferences wishes, ObjectNode changes) {
    Set<String> unknown = new TreeSet<>(changes.propertyNames());
    unknown.removeAll(NAMES);
    if (!unknown.isEmpty()) {
      throw new MalformedValueException("settings", unknown, "among " + new TreeSet<>(NAMES));
    }
    JsonMapper json = WireFormat.json();
    ObjectNode all = json.<ObjectNode>valueToTree(wishes).setAll(changes);
    try {
      return json.treeToValue(all, SharingPreferences.class);
    } catch (JacksonException e) {
      if (e.getCause() instanceof MalformedValueException malformed) {
        throw malformed;
      }
      throw new MalformedValueException(
          "settings",
          changes,
          "true or false, whole numbers of bytes or null, hours such as \"22:00-07:00\"");
    }
  }
}
