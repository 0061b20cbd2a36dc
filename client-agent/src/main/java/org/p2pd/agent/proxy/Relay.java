package org.p2pd.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.proxy.uri.RequestTargets;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Passes a proxied request on and its answer back, unchanged but for the headers that belong to one connection (RFC 9110
 * §7.6.1). Dials under the same rules as everything else; the agent itself can't be reached this way.
 */
@Component
final class Relay {
  private static final Set<String> ONE_CONNECTION = Set.of(
      "connection",
      "keep-alive",
      "proxy-connection",
      "proxy-authenticate",
      "proxy-authorization",
      "te",
      "transfer-encoding",
      "upgrade",
      RequestTargets.AS_SENT);

  private static final List<CharSequence> ADDED =
      List.of(HttpHeaderNames.USER_AGENT, HttpHeaderNames.ACCEPT);

  private static final Pattern ONE_DIGIT_PORT =
      Pattern.compile("^([a-zA-Z]+://[^/?#]*):([1-9])(?=[/?#]|$)");

  private final HttpClient client;

  Relay(AgentNode node) {
    this.client = node.dialer().hosts().compress(false).disableRetry(true);
  }

  Mono<Void> pass(ServerWebExchange exchange, String target) {
    HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    return client
        .headers(headers -> copy(request.requestHeaders(), headers))
        .request(request.method())
        .uri(dialable(request.requestHeaders().get(RequestTargets.AS_SENT, target)))
        .send((sent, out) -> {
          out.withConnection(site -> refuseItself(request, site.channel().remoteAddress()));
          leaveAsSent(request.requestHeaders(), sent.requestHeaders());
          return out.send(request.receive().retain());
        })
        .response((response, body) -> answer(exchange.getResponse(), response, body))
        .then()
        .onErrorMap(
            error -> !exchange.getResponse().isCommitted() && !(error instanceof ProblemException),
            error -> new ProblemException(
                HttpStatus.BAD_GATEWAY, target + " can't be reached: " + error.getMessage()));
  }

  /** Reactor Netty takes a port of one digit for the end of an IPv6 address: it gets two. The Host field stays as it was sent. */
  private static String dialable(String target) {
    return ONE_DIGIT_PORT.matcher(target).replaceFirst("$1:0$2");
  }

  /** Whatever the target calls it: the address that was dialled counts. */
  private static void refuseItself(HttpServerRequest request, @Nullable SocketAddress dialled) {
    InetSocketAddress own = request.hostAddress();
    if (dialled instanceof InetSocketAddress site
        && site.getAddress().isLoopbackAddress()
        && own != null
        && own.getPort() == site.getPort()) {
      throw ProblemException.notFound("the agent is not reached through itself");
    }
  }

  private static void copy(HttpHeaders from, HttpHeaders to) {
    to.remove(HttpHeaderNames.USER_AGENT);
    passOn(from, to::add);
    to.remove(HttpHeaderNames.ACCEPT_ENCODING);
    from.getAll(HttpHeaderNames.ACCEPT_ENCODING)
        .forEach(each -> to.add(HttpHeaderNames.ACCEPT_ENCODING, each));
  }

  /** All fields but those of one connection: the known ones, and those that {@code Connection} names. */
  private static void passOn(HttpHeaders from, BiConsumer<String, String> to) {
    List<String> named = from.getAll(HttpHeaderNames.CONNECTION);
    from.forEach(header -> {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!ONE_CONNECTION.contains(name) && named.stream().noneMatch(list -> lists(list, name))) {
        to.accept(header.getKey(), header.getValue());
      }
    });
  }

  /** Takes out what the HTTP client added by itself. */
  private static void leaveAsSent(HttpHeaders asked, HttpHeaders sent) {
    ADDED.stream().filter(name -> !asked.contains(name)).forEach(sent::remove);
    boolean hasBody = asked.contains(HttpHeaderNames.CONTENT_LENGTH)
        || asked.contains(HttpHeaderNames.TRANSFER_ENCODING);
    if (!hasBody) {
      sent.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
  }

  private static boolean lists(String connection, String name) {
    for (String token : connection.split(",")) {
      if (token.strip().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static Mono<Void> answer(
      ServerHttpResponse to, HttpClientResponse from, Flux<ByteBuf> body) {
    to.setStatusCode(HttpStatusCode.valueOf(from.status().code()));
    passOn(from.responseHeaders(), (name, value) -> to.getHeaders().remove(name));
    passOn(from.responseHeaders(), to.getHeaders()::add);
    passTrailers(from, ServerHttpResponseDecorator.getNativeResponse(to));
    NettyDataBufferFactory buffers = (NettyDataBufferFactory) to.bufferFactory();
    return to.writeAndFlushWith(body.map(part -> Mono.just(buffers.wrap(part.retain()))));
  }

  /** The trailer fields are known when the body has ended, which is when ours are asked for. */
  private static void passTrailers(HttpClientResponse from, HttpServerResponse to) {
    AtomicReference<HttpHeaders> trailers = new AtomicReference<>(EmptyHttpHeaders.INSTANCE);
    from.trailerHeaders().subscribe(trailers::set, lost -> {});
    to.trailerHeaders(sent -> sent.set(trailers.get()));
  }
}
