package org.p2pd.tracker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one door to Redis. Keys are text, values bytes.
 *
 * <p>Commands that are subscribed to together leave together on one connection, so a set of them costs one round trip.
 * Fails with {@link RedisUnavailableException} at once where there is no connection, and within the command time-out
 * where Redis is silent. Never queues more than the configured number of commands; never retries.
 */
public final class Redis {
  private final ReactiveRedisTemplate<String, byte[]> template;
  private final RedisConnector connector;

  Redis(ReactiveRedisTemplate<String, byte[]> template, RedisConnector connector) {
    this.template = template;
    this.connector = connector;
  }

  /** Runs a script whose keys share one hash tag. Arguments are bytes, or anything else as its text. */
  public Mono<ScriptReply> run(Script script, List<String> keys, Object... arguments) {
    return Mono.fromFuture(() -> start(script, keys, arguments), true);
  }

  /**
   * Runs a script at once, as {@link #run}; for the hot call, which runs two or more: they go to the client library
   * directly.
   */
  public CompletableFuture<ScriptReply> start(
      Script script, List<String> keys, Object... arguments) {
    RedisScriptingAsyncCommands<byte[], byte[]> scripting = connector.scripting();
    if (scripting == null) {
      return CompletableFuture.failedFuture(RedisUnavailableException.notConnected());
    }
    CompletableFuture<ScriptReply> reply = new CompletableFuture<>();
    call(scripting, script, encode(keys.toArray()), encode(arguments))
        .whenComplete((values, error) -> {
          if (error == null) {
            reply.complete(new ScriptReply(values));
          } else {
            reply.completeExceptionally(RedisUnavailableException.of(unwrapped(error)));
          }
        });
    return reply;
  }

  private static CompletionStage<List<Object>> call(
      RedisScriptingAsyncCommands<byte[], byte[]> scripting,
      Script script,
      byte[][] keys,
      byte[][] arguments) {
    if (script.isShort()) {
      return scripting.eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
    }
    return scripting
        .<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
        .exceptionallyCompose(error -> unwrapped(error) instanceof RedisNoScriptException
            ? scripting.eval(script.text(), ScriptOutputType.MULTI, keys, arguments)
            : CompletableFuture.failedStage(error));
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  private static byte[][] encode(Object[] values) {
    byte[][] encoded = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      encoded[i] =
          values[i] instanceof byte[] bytes ? bytes : values[i].toString().getBytes(UTF_8);
    }
    return encoded;
  }

  /** Runs one command that answers at most one value. */
  public <T> Mono<T> call(Function<ReactiveRedisTemplate<String, byte[]>, Mono<T>> command) {
    return connector.isConnected()
        ? Mono.defer(() -> command.apply(template)).onErrorMap(RedisUnavailableException::of)
        : Mono.error(RedisUnavailableException.notConnected());
  }

  /** Runs one command that answers many values. */
  public <T> Flux<T> stream(Function<ReactiveRedisTemplate<String, byte[]>, Flux<T>> command) {
    return connector.isConnected()
        ? Flux.defer(() -> command.apply(template)).onErrorMap(RedisUnavailableException::of)
        : Flux.error(RedisUnavailableException.notConnected());
  }

  /** The fields of a hash; empty map where there is none. */
  public Mono<Map<String, byte[]>> entries(String key) {
    return stream(redis -> redis.<String, byte[]>opsForHash().entries(key))
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }
}
