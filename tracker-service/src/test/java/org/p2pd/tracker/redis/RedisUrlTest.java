package org.p2pd.tracker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class RedisUrlTest {
  @Test
  void oneServer_isStandalone() {
    RedisUrl url = new RedisUrl("redis://me:secret@db.example:6400/3");

    assertThat(url.getStandalone().getHost()).isEqualTo("db.example");
    assertThat(url.getStandalone().getPort()).isEqualTo(6400);
    assertThat(url.getStandalone().getDatabase()).isEqualTo(3);
    assertThat(url.getUsername()).isEqualTo("me");
    assertThat(url.getPassword()).isEqualTo("secret");
    assertThat(url.getCluster()).isNull();
    assertThat(url.getSentinel()).isNull();
    assertThat(url.getSslBundle()).isNull();
    assertThat(new RedisUrl("rediss://[::1]").getSslBundle()).isNotNull();
    assertThat(new RedisUrl("redis://[::1]").getStandalone().getHost()).isEqualTo("::1");
  }

  @Test
  void severalServers_areACluster() {
    RedisUrl url = new RedisUrl("redis://a:1,redis://b:2,c:3");

    assertThat(url.getCluster().getNodes())
        .extracting(node -> node.host() + node.port())
        .containsExactly("a1", "b2", "c3");
    assertThat(url.getStandalone()).isNull();
  }

  @Test
  void sentinels_nameTheirMaster() {
    RedisUrl url = new RedisUrl("redis-sentinel://a,b:26380/1#films");

    assertThat(url.getSentinel().getMaster()).isEqualTo("films");
    assertThat(url.getSentinel().getDatabase()).isEqualTo(1);
    assertThat(url.getSentinel().getNodes())
        .extracting(node -> node.host() + ":" + node.port())
        .containsExactly("a:26379", "b:26380");
  }

  @Test
  void malformedUrl_saysWhatToWriteAndHidesThePassword() {
    assertThatThrownBy(() -> new RedisUrl("http://me:secret@db"))
        .hasMessageContaining("redis://host:port")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> new RedisUrl("redis-sentinel://a,b")).hasMessageContaining("#master");
  }
}
