package org.p2pd.tracker.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.p2pd.tracker.redis.ScriptReply;
import org.p2pd.tracker.settings.TrackerSettings;
import org.p2pd.tracker.swarm.ContentKeys;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Names bound to contents.
 *
 * <p>A binding lives an hour after it was stated last, and never past its {@code expires}: origins state theirs again
 * well within the hour, and a film whose origins are all gone leaves the catalogue by itself. Stating one also prolongs
 * the life of the content's manifest, so that neither outlives the other by much.
 */
@Component
public final class Publications {
  /** Origins state theirs every ten minutes: as long as one does, a refusal does not end. */
  private static final Duration REFUSED = Duration.ofHours(24);

  private static final Duration KEPT = Duration.ofHours(24);
  private static final int SCANNED_MAX = 2_000;
  private static final int CHUNK = 100;
  private static final Script BIND = new Script(Publications.class, "bind.lua");
  private static final int NAMES_MAX = 8;
  private static final Duration NAMES_KEPT = Duration.ofDays(32);
  private static final Script NAMED = new Script(Publications.class, "named.lua");
  private static final Script UNBIND = new Script(Publications.class, "unbind.lua");

  private final Redis redis;
  private final CatalogueIndex index;
  private final Clock clock;
  private final boolean peersAllowed;

  Publications(Redis redis, CatalogueIndex index, Clock clock, TrackerSettings settings) {
    this.redis = redis;
    this.index = index;
    this.clock = clock;
    this.peersAllowed = settings.peers();
  }

  private static String key(ContentName name) {
    return "p2pd:name:{" + name.url() + "}";
  }

  /** Binds a name; 409 where a newer binding to another content stands. */
  Mono<Void> bind(Publication stated) {
    return bind(stated, ContentKeys.LIFE);
  }

  /** Binds a name as upstream has it, for a day; 409 where a newer binding to another content stands. */
  Mono<Void> keep(Publication stated) {
    return bind(stated, KEPT);
  }

  private Mono<Void> bind(Publication stated, Duration life) {
    long end = end(stated, life);
    return refuseRecalled(stated).then(Mono.defer(() -> bindUntil(end, stated, life)));
  }

  private Mono<Void> refuseRecalled(Publication stated) {
    return redis
        .call(r -> r.hasKey(new ContentKeys(stated.contentId()).recalled()))
        .filter(recalled -> recalled)
        .flatMap(recalled -> Mono.error(new ProblemException(
            HttpStatus.GONE,
            "contentId: " + stated.contentId() + " (expected: a content that was not recalled)")));
  }

  private Mono<Void> bindUntil(long end, Publication stated, Duration life) {
    return redis
        .run(
            BIND,
            List.of(key(stated.url())),
            WireFormat.json().writeValueAsBytes(stated),
            stated.contentId(),
            stated.version(),
            end,
            REFUSED.toMillis())
        .map(reply -> boundBefore(stated, reply))
        .flatMap(before -> Mono.when(
            note(stated, end, life),
            index.enter(stated.url(), end),
            before.isEmpty() || before.equals(stated.contentId().hex())
                ? Mono.empty()
                : release(new ContentId(before), stated.url())));
  }

  private long end(Publication stated, Duration life) {
    long end = clock.millis() + life.toMillis();
    return stated.expires() > 0 ? Math.min(end, stated.expires()) : end;
  }

  private static String boundBefore(Publication stated, ScriptReply reply) {
    if (reply.number(0) == 2) {
      throw new ProblemException(
          HttpStatus.GONE,
          "url: " + stated.url() + ", contentId: " + stated.contentId()
              + " (expected: a binding that the tracker's operator did not withdraw)");
    }
    if (reply.number(0) == 0) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "version: " + stated.version() + " (expected: above " + reply.text(2) + ", that of "
              + reply.text(1) + ", which " + stated.url() + " is bound to)");
    }
    return reply.text(1);
  }

  /** Tells the content what its publication asks of handouts, and that it is still wanted. */
  private Mono<Void> note(Publication stated, long end, Duration life) {
    ContentKeys keys = new ContentKeys(stated.contentId());
    byte[] name = stated.url().url().getBytes(UTF_8);
    Mono<?> peers = stated.peers() && peersAllowed
        ? redis.call(r -> r.opsForZSet().remove(keys.privateNames(), name))
        : redis.call(r -> r.opsForZSet().add(keys.privateNames(), name, end));
    Mono<?> names = names(stated.contentId(), stated.url(), end);
    Mono<?> mirrors = Flux.fromIterable(stated.mirrors())
        .flatMap(
            url -> redis.call(r -> r.opsForZSet().add(keys.mirrors(), url.getBytes(UTF_8), end)))
        .then();
    return Mono.when(peers, names, mirrors)
        .then(Mono.when(
            redis.call(r -> r.expire(keys.privateNames(), life)),
            redis.call(r -> r.expire(keys.mirrors(), life)),
            renewManifest(stated.contentId(), keys)));
  }

  private Mono<?> renewManifest(ContentId content, ContentKeys keys) {
    double end = clock.millis() + ContentKeys.LIFE.toMillis();
    return redis
        .call(r -> r.expire(keys.manifest(), ContentKeys.LIFE))
        .filter(known -> known)
        .flatMap(known -> redis.call(
            r -> r.opsForZSet().add(ContentKeys.LIVE, content.hex().getBytes(UTF_8), end)));
  }

  private Mono<Void> release(ContentId content, ContentName name) {
    return Mono.when(
        names(content, name, 0),
        redis.call(r -> r.opsForZSet()
            .remove(new ContentKeys(content).privateNames(), (Object) name.url().getBytes(UTF_8))));
  }

  /** Remembers what a content is called, for reports of what moved of it: also when it is no longer published. */
  private Mono<?> names(ContentId content, ContentName name, long end) {
    return redis.run(
        NAMED,
        List.of(new ContentKeys(content).names()),
        name.url(),
        end,
        NAMES_MAX,
        NAMES_KEPT.toMillis());
  }

  /** What {@code name} is bound to; empty where nothing. */
  Mono<Publication> resolve(ContentName name) {
    return redis
        .call(r -> r.<String, byte[]>opsForHash().get(key(name), "json"))
        .map(Publications::parse);
  }

  private static Publication parse(byte[] json) {
    return WireFormat.json().readValue(json, Publication.class);
  }

  /**
   * Withdraws a name; 404 where it is not bound, 409 where it is bound to another content.
   *
   * @param forGood whether the same binding is refused from now on
   */
  Mono<Void> withdraw(ContentName name, ContentId content, boolean forGood) {
    return redis
        .run(UNBIND, List.of(key(name)), content, forGood ? REFUSED.toMillis() : 0)
        .map(reply -> withdrawn(name, content, reply))
        .flatMap(
            stated -> Mono.when(release(content, name), dropMirrors(stated), index.remove(name)));
  }

  /** Lets a withdrawn binding be stated again. */
  Mono<Void> allow(ContentName name) {
    return redis
        .call(r -> r.<String, byte[]>opsForHash().remove(key(name), "withdrawn"))
        .then();
  }

  /** Withdraws a name, whatever it is bound to. */
  Mono<Void> forget(ContentName name) {
    return resolve(name)
        .flatMap(stated -> withdraw(name, stated.contentId(), false))
        .onErrorComplete(ProblemException.class);
  }

  private static Publication withdrawn(ContentName name, ContentId content, ScriptReply reply) {
    if (reply.number(0) == 1) {
      return parse(reply.bytes(1));
    }
    if (reply.text(1).isEmpty()) {
      throw unknown(name);
    }
    throw new ProblemException(
        HttpStatus.CONFLICT,
        "contentId: " + content + " (expected: " + reply.text(1) + ", which " + name
            + " is bound to)");
  }

  static ProblemException unknown(ContentName name) {
    return ProblemException.notFound("url: " + name + " (expected: a name published here)");
  }

  /** Another publication that names the same mirror enters it again when it is stated next. */
  private Mono<Void> dropMirrors(Publication stated) {
    String key = new ContentKeys(stated.contentId()).mirrors();
    return Flux.fromIterable(stated.mirrors())
        .flatMap(url -> redis.call(r -> r.opsForZSet().remove(key, (Object) url.getBytes(UTF_8))))
        .then();
  }

  /** One page of the catalogue: names after {@code after}, of one authority or all, with all of {@code words}. */
  public Mono<Catalogue> page(
      String after, @Nullable String authority, Set<String> words, int limit) {
    return page(new Page(after, authority, words, limit), List.of(), 0);
  }

  private Mono<Catalogue> page(Page asked, List<Publication> found, int scanned) {
    return index
        .after(asked.after(), asked.authority(), asked.words(), CHUNK)
        .collectList()
        .flatMap(names -> resolveAll(asked, names)
            .flatMap(live -> turn(asked, asked.plus(found, live), names, scanned)));
  }

  private Mono<Catalogue> turn(
      Page asked, List<Publication> found, List<ContentName> names, int scanned) {
    if (found.size() > asked.limit()) {
      List<Publication> shown = found.subList(0, asked.limit());
      return Mono.just(new Catalogue(shown, shown.get(shown.size() - 1).url().url()));
    }
    if (names.size() < CHUNK) {
      return Mono.just(new Catalogue(found, null));
    }
    String last = names.get(names.size() - 1).url();
    return scanned + CHUNK >= SCANNED_MAX
        ? Mono.just(new Catalogue(found, last))
        : page(asked.from(last), found, scanned + CHUNK);
  }

  private Mono<List<Publication>> resolveAll(Page asked, List<ContentName> names) {
    return Flux.fromIterable(names)
        .filter(name -> PathWords.of(name).containsAll(asked.words()))
        .flatMapSequential(this::resolveOrForget, CHUNK)
        .collectList();
  }

  private Mono<Publication> resolveOrForget(ContentName name) {
    return resolve(name).switchIfEmpty(index.forget(name).then(Mono.empty()));
  }

  /** Authorities with a live publication: what agents may ask this tracker about. */
  Mono<List<String>> authorities() {
    return index.authorities();
  }

  /** The number of live publications. */
  public Mono<Long> count() {
    return index.count();
  }

  private record Page(String after, @Nullable String authority, Set<String> words, int limit) {
    Page from(String last) {
      return new Page(last, authority, words, limit);
    }

    List<Publication> plus(List<Publication> found, List<Publication> more) {
      List<Publication> all = new java.util.ArrayList<>(found);
      all.addAll(more);
      return all;
    }
  }
}
