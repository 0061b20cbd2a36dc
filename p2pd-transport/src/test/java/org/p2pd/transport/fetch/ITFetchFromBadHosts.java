package org.p2pd.transport.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.fetch.FakeHost.Manners;
import org.p2pd.transport.schedule.source.Source;

/** The engine where hosts lie, stall, break off or vanish: the film is right all the same. */
class ITFetchFromBadHosts extends EngineOnRealHosts {
  @Test
  void read_peerSendsWrongBytes_fileIsRightAndLiarIsAskedAtMostTwice() {
    host(FakeHost.origin(film));
    FakeHost liar = host(FakeHost.peer(film, Manners.LIES));

    assertThat(readAll()).isEqualTo(film);

    assertThat(liar.requests.get()).isBetween(1, 2);
    assertThat(accused).extracting(Source::url).containsOnly(liar.source().url());
    assertThat(store.held(target.manifest().contentId()).size()).isEqualTo(41);
  }

  @Test
  void read_peerTurnsLiarLater_fileIsRight() {
    host(FakeHost.origin(film));
    FakeHost peer = host(FakeHost.peer(film, Manners.HONEST));
    assertThat(bytes(new ByteRange(0, 10 * BLOCK))).isEqualTo(Arrays.copyOf(film, 10 * BLOCK + 1));
    peer.behave(Manners.LIES);

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_peerStalls_playsOnFromAnother() {
    host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.STALLS));

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_peerDripsARequestForEver_playsOnFromAnother() {
    host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.DRIPS));

    assertThat(readAll()).isEqualTo(film);
  }

  /** Neither a lie, which costs a host its place, nor a reason to wait. */
  @ParameterizedTest
  @EnumSource(
      value = Manners.class,
      names = {"HONEST", "LIES", "LIES_AND_DIES"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_peerMisbehaves_fileIsRightAndNobodyIsAccused(Manners manners) {
    host(FakeHost.origin(film));
    FakeHost bad = host(FakeHost.peer(film, manners));

    assertThat(readAll()).isEqualTo(film);

    assertThat(bad.requests.get()).isPositive();
    assertThat(accused).isEmpty();
  }

  /** The name leads nowhere: only its addresses are dialled. */
  @Test
  void read_nameWithTwoAddressesOneOfThemDead_comesFromTheOther() {
    FakeHost host = FakeHost.origin(film);
    hosts.add(host);
    Source named = new Source(
        "http://films.invalid:" + URI.create(host.source().url()).getPort(),
        null,
        HostRole.ORIGIN,
        true,
        false,
        false,
        BlockSet.everything());
    found.add(named.at("127.0.0.3"));
    found.add(named.at("127.0.0.1"));

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_everyKindOfBadPeerAtOnce_fileIsRight() {
    host(FakeHost.origin(film));
    for (Manners manners : Manners.values()) {
      host(FakeHost.peer(film, manners));
    }

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_originDiesHalfWay_playsOnFromAPeerThatHasTheRest() {
    FakeHost origin = host(FakeHost.origin(film));
    assertThat(bytes(new ByteRange(0, 5 * BLOCK))).hasSize(5 * BLOCK + 1);
    origin.behave(Manners.DIES);
    host(FakeHost.peer(film, Manners.HONEST));

    assertThat(readAll()).isEqualTo(film);
  }

  @Test
  void read_hostDiesInTheMiddleOfABlock_onlyTheRestIsAskedOfAnother() {
    FakeHost origin = host(FakeHost.origin(film));
    host(FakeHost.peer(film, Manners.DIES));

    assertThat(readAll()).isEqualTo(film);

    assertThat(origin.rests.get()).isPositive();
    assertThat(accused).isEmpty();
    assertThat(origin.bytes.get()).isLessThan(film.length);
  }

  @Test
  void read_liarDiesAndAnotherSendsTheRest_onlyTheLiarIsAccused() {
    FakeHost origin = host(FakeHost.origin(film));
    FakeHost liar = host(FakeHost.peer(film, Manners.LIES_AND_DIES));

    assertThat(readAll()).isEqualTo(film);

    assertThat(origin.rests.get()).isPositive();
    assertThat(accused).extracting(Source::url).containsOnly(liar.source().url());
  }

  @Test
  void read_onlyALiar_failsAndStoresNothing() {
    engine.close();
    engine = engine(Duration.ofSeconds(2));
    FakeHost liar = host(FakeHost.peer(film, Manners.LIES));

    assertThatThrownBy(this::readAll)
        .isInstanceOf(NoSourceException.class)
        .hasMessageContaining("block 0");

    assertThat(store.held(target.manifest().contentId()).isEmpty()).isTrue();
    assertThat(liar.requests.get()).isLessThanOrEqualTo(2);
  }
}
