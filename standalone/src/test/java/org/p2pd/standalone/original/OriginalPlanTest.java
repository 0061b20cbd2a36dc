package org.p2pd.standalone.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.standalone.roles.Role;

/** The command lines of the five scenarios, as they stand in WIRE §5. */
class OriginalPlanTest {
  private static final OwnTracker OWN =
      new OwnTracker(7070, 7071, "redis://127.0.0.1:6379", "a secret", "a token");

  @Test
  void server_bringsATracker_andHandsOutNoClient() {
    assertThat(settings(Role.TRACKER, "-p", "/mediafiles"))
        .contains("--server.port=7070", "--p2pd.redis.url=redis://127.0.0.1:6379");
    assertThat(settings(Role.ORIGIN, "-p", "/mediafiles"))
        .contains(
            "--server.port=1111",
            "--p2pd.publish.directory=/mediafiles",
            "--p2pd.publish.peers=false",
            "--p2pd.publish.token=a token",
            "--p2pd.tracker.url=http://localhost:7070");
  }

  @Test
  void serverWithMirrors_namesThem_onThePortOfP2pd() {
    assertThat(settings(
            Role.ORIGIN,
            "-p",
            "/mediafiles",
            "-l",
            "10.0.0.2",
            "-l",
            "10.0.0.3:80",
            "-l",
            "fd00::2"))
        .contains(
            "--p2pd.publish.mirrors=http://10.0.0.2:1111,http://10.0.0.3:80,http://[fd00::2]:1111");
  }

  @Test
  void serverWithPeers_handsOutClients() {
    assertThat(settings(Role.ORIGIN, "-i", "-p", "/mediafiles"))
        .contains("--p2pd.publish.peers=true");
  }

  @Test
  void cacheOfScenario3_usesTheTrackerAboveIt_andFetchesForEveryone() {
    String[] line = "-c /cachefiles -A cdn.example.com -n 0.0.0.0/0 -S 10.0.0.1".split(" ", -1);

    assertThat(OriginalOptions.parse(line).bringsTracker()).isFalse();
    assertThat(settings(Role.CACHE, line))
        .contains(
            "--p2pd.cache.directory=/cachefiles",
            "--p2pd.cache.authorities=cdn.example.com",
            "--p2pd.cache.networks=0.0.0.0/0,::/0",
            "--p2pd.cache.parent=http://10.0.0.1:1111",
            "--p2pd.tracker.url=http://10.0.0.1:7070");
  }

  @Test
  void serverWithT_answersHttpWithThePlaylist() {
    assertThat(settings(Role.ORIGIN, "-p", "/a", "-T")).contains("--p2pd.publish.playlist=true");
    assertThat(settings(Role.ORIGIN, "-p", "/a"))
        .noneMatch(each -> each.startsWith("--p2pd.publish.playlist"));
  }

  @Test
  void cacheOfScenario5_bringsATrackerForItsSite() {
    String[] line = "-i -c /cachefiles -n 10.1.0.0/16 --tracker http://t:7070".split(" ", -1);

    assertThat(settings(Role.TRACKER, line))
        .contains("--p2pd.tracker.upstream=http://t:7070", "--p2pd.tracker.peers=true");
    assertThat(settings(Role.CACHE, line))
        .contains(
            "--p2pd.cache.networks=10.1.0.0/16",
            "--p2pd.tracker.url=http://t:7070",
            "--p2pd.cache.site.tracker=http://localhost:7070",
            "--p2pd.cache.site.token=a token");
  }

  @Test
  void cacheWithoutPeers_whosTrackerIsItsOwn_handsOutNobodyButItself() {
    assertThat(settings(Role.TRACKER, "-c", "/cachefiles", "-n", "10.1.0.0/16"))
        .contains("--p2pd.tracker.peers=false", "--p2pd.tracker.upstream=auto");
  }

  @Test
  void cacheWithoutNetworks_fetchesForNobody() {
    assertThat(settings(Role.CACHE, "-c", "/cachefiles", "-A", "cdn.example.com"))
        .contains("--p2pd.cache.networks=");
  }

  @Test
  void client_isAnAgent_withItsSiteCacheAndThatOnesTracker() {
    assertThat(settings(Role.AGENT, "-c", "/home/u/.p2pd_cache"))
        .contains(
            "--server.port=1111",
            "--p2pd.agent.peer-port=1112",
            "--management.server.port=1113",
            "--p2pd.agent.directory=/home/u/.p2pd_cache")
        .noneMatch(each -> each.startsWith("--p2pd.tracker.url"));
    assertThat(settings(Role.AGENT, "-c", "/home/u/.p2pd_cache", "-S", "10.1.0.1"))
        .contains(
            "--p2pd.agent.cache=http://10.1.0.1:1111", "--p2pd.tracker.url=http://10.1.0.1:7070");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p /a -c /b            | give one of them",
        "-p /a -n 10.0.0.0/8    | -n belongs to a cache",
        "-p /a -S 10.0.0.1      | -S belongs to a cache or an agent",
        "-c /b -l 10.0.0.2      | -l belongs to a server",
        "-c /b -i               | -i belongs to a server",
        "-c /b -M 1GB           | -M belongs to a cache",
        "-c /b -n somewhere     | an address or network such as",
        "-p /a -m md5           | (expected: sha-256)",
        "-p /a -b lots          | -b: lots (expected: a size such as 256KB)",
        "-p /a -P 70000         | -P: 70000 (expected: 1 to 65533)",
        "-c /b -T               | -T belongs to a server"
      })
  void lineThatMakesNoSense_saysWhatWould(String line, String sentence) {
    assertThatThrownBy(() -> OriginalOptions.parse(line.strip().split(" +", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence.strip());
  }

  private static List<String> settings(Role role, String... arguments) {
    OriginalLine line = OriginalOptions.parse(arguments);
    @Nullable OwnTracker own = line.bringsTracker() ? OWN : null;
    return OriginalPlan.of(line, own, null).stream()
        .filter(start -> start.role() == role)
        .findFirst()
        .orElseThrow()
        .settings();
  }
}
