package org.p2pd.tracker.redis;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.p2pd.tracker.settings.RedisSettings;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;

/** The Redis client with limits: on its queue, on waiting, on the pause before it connects again. */
@Configuration(proxyBeanMethods = false)
class RedisBeans {
  private static final int COMMANDS_PER_WRITE = 256;
  private static final Duration RECONNECT_MIN = Duration.ofMillis(50);
  private static final Duration RECONNECT_MAX = Duration.ofMillis(500);

  @Bean
  DataRedisConnectionDetails redisUrl(RedisSettings settings) {
    return new RedisUrl(settings.url());
  }

  @Bean
  LettuceClientOptionsBuilderCustomizer boundedQueue(RedisSettings settings) {
    return options -> options
        .requestQueueSize(settings.queueMax())
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(SocketOptions.builder()
            .connectTimeout(settings.timeout())
            .keepAlive(true)
            .tcpNoDelay(true)
            .build())
        .timeoutOptions(TimeoutOptions.enabled(settings.timeout()));
  }

  @Bean
  LettuceClientConfigurationBuilderCustomizer commandTimeout(RedisSettings settings) {
    return client -> client.commandTimeout(settings.timeout()).shutdownTimeout(Duration.ZERO);
  }

  @Bean
  ClientResourcesBuilderCustomizer promptReconnect() {
    return resources -> resources.reconnectDelay(
        Delay.exponential(RECONNECT_MIN, RECONNECT_MAX, 2, TimeUnit.MILLISECONDS));
  }

  /** Commands of several callers that are ready at the same time leave in one write. */
  @Bean
  ClientResourcesBuilderCustomizer fewerWrites() {
    return resources -> resources.nettyCustomizer(new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(COMMANDS_PER_WRITE, true));
      }
    });
  }

  /** Two timers for each kind of command. The framework's observation of every command cost a tenth of an announce. */
  @Bean
  ClientResourcesBuilderCustomizer commandTimers(MeterRegistry meters) {
    return resources -> resources.commandLatencyRecorder(
        new MicrometerCommandLatencyRecorder(meters, MicrometerOptions.create()));
  }

  @Bean
  RedisConnector redisConnector(LettuceConnectionFactory factory) {
    return new RedisConnector(factory);
  }

  @Bean
  Redis redis(ReactiveRedisConnectionFactory factory, RedisConnector connector) {
    RedisSerializationContext<String, byte[]> bytes =
        RedisSerializationContext.<String, byte[]>newSerializationContext(RedisSerializer.string())
            .value(RedisSerializer.byteArray())
            .hashKey(RedisSerializer.string())
            .hashValue(RedisSerializer.byteArray())
            .build();
    return new Redis(new ReactiveRedisTemplate<>(factory, bytes), connector);
  }
}
