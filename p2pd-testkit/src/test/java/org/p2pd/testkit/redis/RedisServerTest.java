package org.p2pd.testkit.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RedisServerTest {
  @Test
  void start_always_answersOnLoopback() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
      assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + redis.port());
    }
  }

  @Test
  void start_twice_givesTwoServers() {
    try (RedisServer one = RedisServer.start();
        RedisServer other = RedisServer.start()) {
      assertThat(one.port()).isNotEqualTo(other.port());
    }
  }

  @Test
  void restart_always_keepsThePortAndLosesTheData() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      assertThat(ask(redis, "SET film here")).isEqualTo("+OK");
      redis.restart();
      assertThat(ask(redis, "EXISTS film")).isEqualTo(":0");
    }
  }

  @Test
  void stop_always_refusesConnections() {
    try (RedisServer redis = RedisServer.start()) {
      redis.stop();
      assertThatThrownBy(() -> ask(redis, "PING")).isInstanceOf(ConnectException.class);
      assertThatThrownBy(redis::pause).hasMessageContaining("is stopped");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pause_always_leavesQuestionsUnansweredUntilResume() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      redis.pause();
      assertThatThrownBy(() -> ask(redis, "PING", 300)).isInstanceOf(SocketTimeoutException.class);
      redis.resume();
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
    }
  }

  private static String ask(RedisServer redis, String command) throws IOException {
    return ask(redis, command, 30_000);
  }

  private static String ask(RedisServer redis, String command, int timeoutMillis)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }
}
