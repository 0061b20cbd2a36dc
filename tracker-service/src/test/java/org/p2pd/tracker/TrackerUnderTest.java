package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A tracker in this process, spoken to over real HTTP. */
public final class TrackerUnderTest implements AutoCloseable {
  public static final String PUBLISH_TOKEN = "the-operators-token-of-this-test";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random();
  private final ConfigurableApplicationContext context;

  private TrackerUnderTest(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static TrackerUnderTest start(RedisServer redis, String... settings) {
    return start(redis.url(), settings);
  }

  /** Starts a tracker on the Redis at {@code redisUrl}; {@code settings} count over what tests have in common. */
  public static TrackerUnderTest start(String redisUrl, String... settings) {
    Stream<String> common = Stream.of(
            "--server.port=0",
            "--management.server.port=0",
            "--p2pd.redis.url=" + redisUrl,
            // Builds share their machine with others.
            "--p2pd.redis.timeout=1s",
            "--p2pd.tracker.publish-token=" + PUBLISH_TOKEN)
        .filter(each -> Arrays.stream(settings)
            .noneMatch(other -> other.startsWith(each.substring(0, each.indexOf('=') + 1))));
    return new TrackerUnderTest(TrackerApplication.start(
        Stream.concat(common, Arrays.stream(settings)).toArray(String[]::new)));
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  public int port() {
    return Integer.parseInt(context.getEnvironment().getProperty("local.server.port", "0"));
  }

  public URI management(String path) {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port") + path);
  }

  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  public Answer send(
      String method,
      String path,
      @Nullable Object body,
      @Nullable String token,
      String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            path.startsWith("http:")
                ? URI.create(path)
                : URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(10))
        .method(method, publisher(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends and receives bodies of {@code type}. */
  public HttpResponse<byte[]> sendRaw(
      String method, String path, byte @Nullable [] body, String type, String token) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body))
        .header("Content-Type", type)
        .header("Accept", type)
        .header("Authorization", "Bearer " + token)
        .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.BodyPublisher publisher(@Nullable Object body) {
    if (body == null) {
      return HttpRequest.BodyPublishers.noBody();
    }
    return HttpRequest.BodyPublishers.ofString(
        body instanceof String text ? text : WireFormat.json().writeValueAsString(body));
  }

  public Registered register(HostRole role, int port, @Nullable String token) {
    return register(registration(role, port, null), token);
  }

  public Registered register(Registration registration, @Nullable String token) {
    return send("POST", "/v1/hosts", registration, token).is(201).as(Registered.class);
  }

  public Registration registration(HostRole role, int port, @Nullable List<String> fetchesFor) {
    return new Registration(HostId.random(random), role, port, null, null, null, fetchesFor, false);
  }

  public Registered origin() {
    return register(HostRole.ORIGIN, 7080, PUBLISH_TOKEN);
  }

  /** Puts the manifest of {@code blocks} random blocks. */
  public ContentId content(int blocks) {
    return put(manifest(blocks));
  }

  public ContentId put(Manifest manifest) {
    send("PUT", "/v1/contents/" + manifest.contentId(), manifest, PUBLISH_TOKEN).is(204);
    return manifest.contentId();
  }

  public Manifest manifest(int blocks) {
    byte[] digests = new byte[blocks * Digest.BYTES];
    random.nextBytes(digests);
    return new Manifest(
        new BlockLayout((long) blocks * BlockLayout.BLOCK_SIZE_MIN, BlockLayout.BLOCK_SIZE_MIN),
        digests,
        Digest.of(digests),
        "video/mp4");
  }

  public Answer publish(
      String url, ContentId content, int blocks, long version, boolean peers, String... mirrors) {
    return send(
        "PUT",
        "/v1/publications",
        publication(url, content, blocks, version, peers, mirrors),
        PUBLISH_TOKEN);
  }

  public static Publication publication(
      String url, ContentId content, int blocks, long version, boolean peers, String... mirrors) {
    return new Publication(
        ContentName.parse(url),
        content,
        (long) blocks * BlockLayout.BLOCK_SIZE_MIN,
        BlockLayout.BLOCK_SIZE_MIN,
        Digest.of(new byte[] {1}),
        "video/mp4",
        1,
        version,
        System.currentTimeMillis() + Duration.ofHours(24).toMillis(),
        peers,
        List.of(mirrors),
        null,
        null);
  }

  public AnnounceReply holds(Registered host, ContentId content, String blocks) {
    return announce(
            host, AnnouncedContent.report(content, BlockSet.parse(blocks), BlockSet.empty(), true))
        .is(200)
        .as(AnnounceReply.class);
  }

  public Answer announce(Registered host, AnnouncedContent... contents) {
    return send(
        "POST", "/v1/announce", Announce.idle(host.hostId(), List.of(contents)), host.token());
  }

  public AnnounceReply bytes(Registered host, BytesByRole received, long delivered) {
    return send(
            "POST",
            "/v1/announce",
            new Announce(host.hostId(), 0, null, received, delivered, 0, List.of(), null),
            host.token())
        .is(200)
        .as(AnnounceReply.class);
  }

  /** Announces what moved of single contents. */
  public Answer moved(Registered host, @Nullable Long serial, AnnouncedContent... contents) {
    return send("POST", "/v1/announce", movedSaid(host, serial, contents), host.token());
  }

  public static Announce movedSaid(
      Registered host, @Nullable Long serial, AnnouncedContent... contents) {
    return new Announce(host.hostId(), 0, null, BytesByRole.NONE, 0, 0, List.of(contents), serial);
  }

  /** A page of the management port, read. */
  public JsonNode managed(String path) {
    return WireFormat.json()
        .readTree(send("GET", management(path).toString(), null, null).is(200).body());
  }

  /** The hosts named to {@code host} for {@code want}. */
  public List<HostEntry> handout(Registered host, ContentId content, String want) {
    return announce(host, AnnouncedContent.question(content, BlockSet.parse(want), null))
        .is(200)
        .as(AnnounceReply.class)
        .contents()
        .get(0)
        .hosts();
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    context.close();
  }

  /** An HTTP answer. */
  public record Answer(HttpResponse<String> response) {
    public Answer is(int status) {
      if (response.statusCode() != status) {
        throw new AssertionError(response.request().method() + " " + response.uri() + ": "
            + response.statusCode() + " (expected: " + status + ") " + response.body());
      }
      return this;
    }

    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public <T> T as(Class<T> type) {
      return WireFormat.json().readValue(response.body(), type);
    }
  }
}
