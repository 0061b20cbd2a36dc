package org.p2pd.tracker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.serializer.RedisElementReader;
import org.springframework.data.redis.serializer.RedisElementWriter;
import org.springframework.data.redis.serializer.RedisSerializer;
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
  private static final RedisElementWriter<byte[]> ARGUMENTS =
      RedisElementWriter.from(RedisSerializer.byteArray());
  private static final RedisElementReader<List<Object>> RESULTS = reader();

  private final ReactiveRedisTemplate<String, byte[]> template;
  private final RedisConnector connector;

  Redis(ReactiveRedisTemplate<String, byte[]> template, RedisConnector connector) {
    this.template = template;
    this.connector = connector;
  }

  /** Runs a script whose keys share one hash tag. Arguments are bytes, or anything else as its text. */
  public Mono<ScriptReply> run(Script script, List<String> keys, Object... arguments) {
    List<byte[]> encoded = List.of(arguments).stream().map(Redis::encode).toList();
    return call(redis ->
            redis.execute(script.script(), keys, encoded, ARGUMENTS, RESULTS).next())
        .map(ScriptReply::new);
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

  private static byte[] encode(Object argument) {
    return argument instanceof byte[] bytes ? bytes : String.valueOf(argument).getBytes(UTF_8);
  }

  /** Script results are arrays of bytes, integers and arrays; the framework walks them and hands us the leaves. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static RedisElementReader<List<Object>> reader() {
    return (RedisElementReader) RedisElementReader.from(RedisSerializer.byteArray());
  }
}
