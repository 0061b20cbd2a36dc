package org.p2pd.tracker.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.AnnouncedContent;
import org.p2pd.protocol.tracker.ContentHosts;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.p2pd.tracker.redis.ScriptReply;
import org.p2pd.tracker.security.HostToken;
import org.springframework.data.domain.Range;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who holds which blocks.
 *
 * <p>Per content: holders by last word in two sorted sets, complete and partial, and once more by zone or prefix and by
 * operator standing; per partial holder one bitmap, all in one hash. Knows host ids only: whether a host lives is its descriptor's
 * matter, and whoever meets a dead one here calls {@link #drop}.
 */
@Component
public final class Swarms {
  private static final Script REPORT = new Script(Swarms.class, "report.lua");
  private static final Script SAMPLE = new Script(Swarms.class, "sample.lua");
  private static final Script DROP = new Script(Swarms.class, "drop.lua");

  private final Redis redis;
  private final Clock clock;

  Swarms(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Stores what a host reports; nothing where the content is unknown or a block is out of range. */
  public Mono<Report> report(HostToken host, AnnouncedContent said) {
    ContentKeys keys = new ContentKeys(said.contentId());
    BlockSet completed = orEmpty(said.completed());
    BlockSet dropped = orEmpty(said.dropped());
    return redis
        .run(
            REPORT,
            List.of(
                keys.manifest(),
                keys.complete(),
                keys.partial(),
                keys.operators(),
                keys.near(host.near()),
                keys.bitmaps(),
                keys.recalled()),
            host.hostId(),
            clock.millis(),
            ContentKeys.LIFE.toMillis(),
            host.operator() ? 1 : 0,
            said.full() || dropped.isEverything() ? 1 : 0,
            completed.isEverything() ? 1 : 0,
            Math.max(highest(completed), Math.max(highest(dropped), highest(orEmpty(said.want())))),
            bitmap(completed),
            bitmap(dropped))
        .map(reply -> report(reply));
  }

  private static BlockSet orEmpty(@Nullable BlockSet blocks) {
    return blocks == null ? BlockSet.empty() : blocks;
  }

  private static int highest(BlockSet blocks) {
    return blocks.isEverything() ? -1 : blocks.last();
  }

  private static byte[] bitmap(BlockSet blocks) {
    return blocks.isEverything() ? new byte[0] : Bitmap.of(blocks);
  }

  private static Report report(ScriptReply reply) {
    String error = error(reply);
    return error != null
        ? new Report(error, 0, false)
        : new Report(null, reply.number(2), reply.number(3) == 1);
  }

  private static @Nullable String error(ScriptReply reply) {
    return switch ((int) reply.number(0)) {
      case 0 -> null;
      case 1 -> ContentHosts.UNKNOWN_CONTENT;
      case 2 -> "recalled content";
      default -> "block out of range (expected: 0 <= block < " + reply.number(1) + ")";
    };
  }

  /**
   * Draws at most 64 holders overall, 64 near the asker and 8 with operator standing that hold something of what is
   * wanted.
   *
   * @param asker its own id is never drawn; null = nobody's
   * @param near the asker's zone or prefix, as in host tokens
   */
  public Mono<Sample> sample(
      ContentId content, BlockSet want, @Nullable HostId asker, String near) {
    ContentKeys keys = new ContentKeys(content);
    boolean all = want.isEverything() || want.isEmpty();
    int firstByte = all ? 0 : want.first() / 8;
    long now = clock.millis();
    return redis
        .run(
            SAMPLE,
            List.of(
                keys.manifest(),
                keys.complete(),
                keys.partial(),
                keys.operators(),
                keys.near(near),
                keys.privateNames(),
                keys.mirrors(),
                keys.recalled(),
                keys.bitmaps()),
            asker == null ? "" : asker,
            now,
            highest(want),
            firstByte,
            all ? -1 : want.last() / 8)
        .map(reply -> sample(reply, want, firstByte, now));
  }

  private static Sample sample(ScriptReply reply, BlockSet want, int firstByte, long now) {
    String error = error(reply);
    if (error != null) {
      return Sample.refused(error);
    }
    BlockSet wanted = want.within((int) reply.number(1));
    return new Sample(
        null,
        reply.number(2),
        wanted,
        reply.number(3) == 0,
        texts(reply.list(4)),
        held(reply.list(5), wanted, firstByte),
        now);
  }

  private static List<String> texts(ScriptReply list) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      texts.add(list.text(i));
    }
    return texts;
  }

  private static Map<HostId, BlockSet> held(ScriptReply pairs, BlockSet wanted, int firstByte) {
    Map<HostId, BlockSet> held = new LinkedHashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      BlockSet blocks = holding(pairs.bytes(i + 1), wanted, firstByte);
      if (!blocks.isEmpty()) {
        held.put(new HostId(pairs.text(i)), blocks);
      }
    }
    return held;
  }

  private static BlockSet holding(byte[] value, BlockSet wanted, int firstByte) {
    if (value[0] == '*') {
      return BlockSet.everything();
    }
    byte[] bits = java.util.Arrays.copyOfRange(value, 1, value.length);
    return Bitmap.blocks(bits, firstByte).intersect(wanted);
  }

  /** Takes hosts met dead at {@code metMillis} out of a content. */
  public Mono<Void> drop(ContentId content, String near, Collection<HostId> dead, long metMillis) {
    ContentKeys keys = new ContentKeys(content);
    List<Object> arguments = new ArrayList<>(List.of(metMillis));
    arguments.addAll(dead);
    return redis
        .run(
            DROP,
            List.of(
                keys.complete(), keys.partial(), keys.operators(), keys.near(near), keys.bitmaps()),
            arguments.toArray())
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
            redis.call(r -> r.opsForZSet().size(keys.complete())),
            redis.call(r -> r.opsForZSet().size(keys.partial())))
        .map(sizes -> new Size(content, sizes.getT1(), sizes.getT2()));
  }

  /** The size of a swarm; hosts that died lately may still be counted. */
  public record Size(ContentId contentId, long complete, long partial) {}
}
