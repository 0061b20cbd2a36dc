package org.p2pd.tracker.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.p2pd.tracker.redis.ScriptReply;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.swarm.Draw.Holder;
import org.springframework.data.domain.Range;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who holds which blocks.
 *
 * <p>Per content: two hashes by host id, the complete holders and the partial ones, the latter with a bitmap each; and
 * the ids once more in sets of the operators' hosts and of those near each other. Knows host ids only: whether a host
 * lives is its descriptor's matter, and whoever meets a dead one here calls {@link #drop}.
 */
@Component
public final class Swarms {
  /** Of swarms up to this size only what an asker wants is read; draws of larger ones serve several askers. */
  public static final int SMALL = 64;

  private static final Script REPORT = new Script(Swarms.class, "report.lua");
  private static final Script DRAW = new Script(Swarms.class, "draw.lua");
  private static final Script DROP = new Script(Swarms.class, "drop.lua");
  private static final int OPERATORS = 8;

  private final Redis redis;
  private final Clock clock;

  Swarms(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Stores what a host reports; nothing where the content is unknown or a block is out of range. */
  public CompletableFuture<Report> report(HostToken host, AnnouncedContent said) {
    ContentKeys keys = new ContentKeys(said.contentId());
    BlockSet completed = orEmpty(said.completed());
    BlockSet dropped = orEmpty(said.dropped());
    Bitmap added = Bitmap.of(completed);
    Bitmap removed = Bitmap.of(dropped);
    return redis
        .start(
            REPORT,
            List.of(
                keys.manifest(),
                keys.complete(),
                keys.partial(),
                keys.operators(),
                keys.near(host.near()),
                keys.recalled()),
            host.hostId().raw(),
            seconds(clock.millis()),
            ContentKeys.LIFE.toSeconds(),
            host.operator() ? 1 : 0,
            said.full() || dropped.isEverything() ? 1 : 0,
            completed.isEverything() ? 1 : 0,
            Math.max(highest(completed), Math.max(highest(dropped), highest(orEmpty(said.want())))),
            added.firstByte,
            added.bytes,
            removed.firstByte,
            removed.bytes)
        .thenApply(Swarms::report);
  }

  private static BlockSet orEmpty(@Nullable BlockSet blocks) {
    return blocks == null ? BlockSet.empty() : blocks;
  }

  private static int highest(BlockSet blocks) {
    return blocks.isEverything() ? -1 : blocks.last();
  }

  private static long seconds(long millis) {
    return millis / 1000;
  }

  private static Report report(ScriptReply reply) {
    String error = error(reply);
    return error != null
        ? new Report(error, 0, false, 0)
        : new Report(null, reply.number(2), reply.number(3) == 1, reply.number(4));
  }

  private static @Nullable String error(ScriptReply reply) {
    return switch ((int) reply.number(0)) {
      case 0 -> null;
      case 1 -> ContentHosts.UNKNOWN_CONTENT;
      case 2 -> ContentHosts.RECALLED_CONTENT;
      default -> "block out of range (expected: 0 <= block < " + reply.number(1) + ")";
    };
  }

  /**
   * Draws holders that have something: of swarms up to {@link #SMALL} something of what is wanted, of larger ones
   * anything.
   *
   * @param overall how many to draw of the whole swarm, at most; up to 8 with operator standing come on top
   * @param near the zone or prefix, as in host tokens, of which {@code neighbours} more are drawn, at most
   */
  public CompletableFuture<Draw> draw(
      ContentId content, BlockSet want, int overall, String near, int neighbours) {
    ContentKeys keys = new ContentKeys(content);
    boolean all = want.isEverything() || want.isEmpty();
    long now = clock.millis();
    return redis
        .start(
            DRAW,
            List.of(
                keys.manifest(),
                keys.complete(),
                keys.partial(),
                keys.operators(),
                keys.near(near),
                keys.privateNames(),
                keys.mirrors(),
                keys.recalled()),
            now,
            highest(want),
            all ? 0 : want.first() / Byte.SIZE,
            all ? -1 : want.last() / Byte.SIZE,
            SMALL,
            overall,
            overall == 0 ? 0 : OPERATORS,
            neighbours)
        .thenApply(reply -> draw(reply, now));
  }

  private static Draw draw(ScriptReply reply, long now) {
    String error = error(reply);
    if (error != null) {
      return Draw.refused(error);
    }
    int firstByte = (int) reply.number(5);
    return new Draw(
        null,
        (int) reply.number(1),
        reply.number(2),
        reply.number(3) == 0,
        texts(reply.list(4)),
        holders(reply.list(6), firstByte),
        holders(reply.list(7), firstByte),
        reply.number(2) > SMALL,
        now);
  }

  private static List<String> texts(ScriptReply list) {
    List<String> texts = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      texts.add(list.text(i));
    }
    return texts;
  }

  private static List<Holder> holders(ScriptReply pairs, int firstByte) {
    List<Holder> holders = new ArrayList<>(pairs.size() / 2);
    for (int i = 0; i < pairs.size(); i += 2) {
      holders.add(new Holder(HostId.ofRaw(pairs.bytes(i)), held(pairs.bytes(i + 1), firstByte)));
    }
    return holders;
  }

  private static BlockSet held(byte[] value, int firstByte) {
    return value[0] == '*'
        ? BlockSet.everything()
        : new Bitmap(firstByte, Arrays.copyOfRange(value, 1, value.length)).blocks();
  }

  /** Takes hosts met dead at {@code metMillis} out of a content. */
  public Mono<Void> drop(ContentId content, Collection<HostId> dead, long metMillis) {
    ContentKeys keys = new ContentKeys(content);
    List<Object> arguments = new ArrayList<>(List.of(seconds(metMillis)));
    dead.forEach(host -> arguments.add(host.raw()));
    return redis
        .run(DROP, List.of(keys.complete(), keys.partial()), arguments.toArray())
        .then();
  }

  /** Notes that the manifests of {@code contents} were renewed. */
  public Mono<Void> list(Collection<ContentId> contents) {
    double end = clock.millis() + ContentKeys.LIFE.toMillis();
    return Mono.when(contents.stream()
        .map(content -> redis.call(
            r -> r.opsForZSet().add(ContentKeys.LIVE, content.hex().getBytes(US_ASCII), end)))
        .toList());
  }

  /** At most {@code max} contents, those whose manifest was renewed last in front. */
  public Flux<ContentId> latest(int max) {
    return redis.stream(
            r -> r.opsForZSet().reverseRange(ContentKeys.LIVE, Range.closed(0L, max - 1L)))
        .map(id -> new ContentId(new String(id, US_ASCII)));
  }

  /** Hosts that hold all, and hosts that hold some, of a content. */
  public Mono<Size> size(ContentId content) {
    ContentKeys keys = new ContentKeys(content);
    return Mono.zip(
            redis.call(r -> r.opsForHash().size(keys.complete())),
            redis.call(r -> r.opsForHash().size(keys.partial())))
        .map(sizes -> new Size(content, sizes.getT1(), sizes.getT2()));
  }

  /** The size of a swarm; hosts that died lately may still be counted. */
  public record Size(ContentId contentId, long complete, long partial) {
    /** All who hold something. */
    public long holders() {
      return complete + partial;
    }
  }
}
