package org.p2pd.tracker.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.redis.Script;
import org.p2pd.tracker.swarm.ContentKeys;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.tracker.upstream.Upstream;
import org.p2pd.tracker.web.WireForm;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The manifests of live contents: raw digests in Redis, the wire forms asked for in each replica's memory.
 *
 * <p>Manifests never change, so the memory needs no invalidation; its entries end after {@link #MEMORY_LIFE} all the
 * same, so that a recalled content is forgotten everywhere within a minute.
 */
@Component
public final class Manifests {
  private static final Duration MEMORY_LIFE = Duration.ofSeconds(30);
  private static final long MEMORY_BYTES_MAX = 64L << 20;
  private static final Script PUT = new Script(Manifests.class, "put.lua");
  private static final Script RECALL = new Script(Manifests.class, "recall.lua");

  private final Redis redis;
  private final Swarms swarms;
  private final Upstream upstream;
  private final RecallIndex recalls;
  private final Cache<Form, byte[]> known = Caffeine.newBuilder()
      .maximumWeight(MEMORY_BYTES_MAX)
      .<Form, byte[]>weigher((form, bytes) -> bytes.length + 256)
      .expireAfterWrite(MEMORY_LIFE)
      .build();

  Manifests(Redis redis, Swarms swarms, Upstream upstream, RecallIndex recalls) {
    this.redis = redis;
    this.swarms = swarms;
    this.upstream = upstream;
    this.recalls = recalls;
  }

  /** Keeps a manifest for another hour; 410 where the operator recalled its content. */
  public Mono<Void> put(Manifest manifest) {
    ContentKeys keys = new ContentKeys(manifest.contentId());
    return redis
        .run(
            PUT,
            List.of(keys.manifest(), keys.recalled()),
            ContentKeys.LIFE.toMillis(),
            "blocks",
            manifest.blockCount(),
            "length",
            manifest.layout().length(),
            "size",
            manifest.layout().blockSize(),
            "raw",
            manifest.rawBlockDigests(),
            "digest",
            manifest.digest() == null ? "" : manifest.digest().base64(),
            "type",
            manifest.mediaType() == null ? "" : manifest.mediaType())
        .flatMap(reply -> reply.number(0) == 1
            ? swarms.list(List.of(manifest.contentId()))
            : Mono.error(recalled(manifest.contentId())));
  }

  private static ProblemException recalled(ContentId content) {
    return new ProblemException(
        HttpStatus.GONE, "contentId: " + content + " (expected: one the operator did not recall)");
  }

  /** Sees to it that Redis has a manifest that a tracker upstream has; nothing happens where there is no upstream. */
  public Mono<Void> learn(ContentId content) {
    return upstream.isConfigured() ? load(content, WireForm.JSON).then() : Mono.empty();
  }

  /** A manifest's JSON form; empty where neither the tracker nor one upstream knows it. */
  public Mono<byte[]> json(ContentId content) {
    return read(content, WireForm.JSON);
  }

  /** A manifest in one of its wire forms; empty where neither the tracker nor one upstream knows it. */
  Mono<byte[]> read(ContentId content, WireForm form) {
    byte[] bytes = known.getIfPresent(new Form(content, form));
    return bytes != null ? Mono.just(bytes) : load(content, form);
  }

  private Mono<byte[]> load(ContentId content, WireForm form) {
    String key = new ContentKeys(content).manifest();
    return redis
        .entries(key)
        .filter(fields -> !fields.isEmpty())
        .map(fields -> manifest(fields))
        .switchIfEmpty(Mono.defer(
            () -> upstream.manifest(content).flatMap(found -> put(found).thenReturn(found))))
        .map(manifest -> form.mapper().writeValueAsBytes(manifest))
        .doOnNext(bytes -> known.put(new Form(content, form), bytes));
  }

  private static Manifest manifest(Map<String, byte[]> fields) {
    Map<String, String> text = fields.entrySet().stream()
        .filter(field -> !field.getKey().equals("raw"))
        .collect(Collectors.toMap(Map.Entry::getKey, field -> new String(field.getValue(), UTF_8)));
    String digest = orNull(text.get("digest"));
    return new Manifest(
        new BlockLayout(
            Long.parseLong(text.getOrDefault("length", "0")),
            Integer.parseInt(text.getOrDefault("size", "0"))),
        fields.getOrDefault("raw", new byte[0]),
        digest == null ? null : Digest.ofBase64(digest),
        orNull(text.get("type")));
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** Forgets a content and refuses it for a day: nobody is told who holds it any more, and who holds it is told. */
  public Mono<Void> recall(ContentId content) {
    ContentKeys keys = new ContentKeys(content);
    return redis
        .run(
            RECALL,
            List.of(keys.recalled(), keys.manifest(), keys.complete(), keys.partial()),
            RecallIndex.LIFE.toMillis())
        .doOnNext(done -> known.asMap().keySet().removeIf(form -> form.content().equals(content)))
        .then(recalls.add(content));
  }

  private record Form(ContentId content, WireForm form) {}
}
