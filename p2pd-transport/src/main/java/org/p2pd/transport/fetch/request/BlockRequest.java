package org.p2pd.transport.fetch.request;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.dial.HostRequest;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.trace.TracedWork;
import org.p2pd.transport.wire.WireFields;
import org.p2pd.transport.wire.WirePaths;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One request to one host, from the wire to verified blocks. Every way it can end is one call of its {@link Listener};
 * after {@link #close} there is none.
 */
public final class BlockRequest {
  private final Decision.Fetch order;
  private final Manifest manifest;
  private final Listener listener;
  private final BlockAssembly assembly;
  private final Disposable.Swap subscription = reactor.core.Disposables.swap();
  private final int skipped;
  private volatile long receivedBytes;
  private volatile @Nullable TracedWork work;

  /**
   * Creates a request that has not begun.
   *
   * @param continued the one whose beginning of the first block is taken over, as {@code order} says; null = none. Where
   *     it has gone on meanwhile the whole block is asked for.
   */
  public BlockRequest(
      Decision.Fetch order,
      Manifest manifest,
      @Nullable BlockRequest continued,
      Listener listener) {
    this.order = order;
    this.manifest = manifest;
    this.listener = listener;
    int first = order.firstBlock();
    ByteBuf prefix =
        continued == null ? null : continued.assembly.prefix(first, order.skippedBytes());
    this.skipped = prefix == null ? 0 : prefix.readableBytes();
    List<Segment> before = continued == null || prefix == null
        ? List.of()
        : continued.assembly.segments(first, continued.order.source());
    this.assembly = new BlockAssembly(
        manifest,
        first,
        order.lastBlock(),
        Segment.continued(before, skipped, order.source(), manifest.layout().lengthOf(first)),
        (block, bytes) -> listener.verified(order, block, bytes));
    if (prefix != null) {
      assembly.begin(prefix);
      prefix.release();
    }
  }

  /** Asks; {@code work} is whose request it is done for, null = nobody's. Only the provider's own hosts are told. */
  public void start(HttpClient http, @Nullable TracedWork work) {
    this.work = work;
    HttpClient asking = http.headers(headers -> {
      headers
          .set(HttpHeaderNames.RANGE, "bytes=" + range().first() + "-" + range().last())
          .set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
      if (work != null && isOperators(order.source().role())) {
        headers.set(TraceContext.FIELD, work.context().toField());
      }
    });
    subscription.update(
        HostRequest.of(asking, HttpMethod.GET, url(), order.source().address())
            .response(this::receive)
            .then()
            .subscribe(nothing -> {}, this::failed, this::ended));
  }

  /** Breaks off what is under way and lets go of an incomplete block. */
  public void close() {
    subscription.dispose();
    assembly.release();
    if (work != null) {
      work.ended(receivedBytes);
    }
  }

  /** Bytes of the body so far; read by any thread. */
  public long receivedBytes() {
    return receivedBytes;
  }

  private static boolean isOperators(HostRole role) {
    return role == HostRole.ORIGIN || role == HostRole.CACHE;
  }

  private ByteRange range() {
    ByteRange blocks = manifest.layout().rangeOf(order.firstBlock(), order.lastBlock());
    return new ByteRange(blocks.first() + skipped, blocks.last());
  }

  private String url() {
    String base = order.source().url();
    return order.source().plain() ? base : WirePaths.contentUrl(base, manifest.contentId());
  }

  private Mono<Void> receive(HttpClientResponse response, Flux<ByteBuf> body) {
    int status = response.status().code();
    if (status == HttpResponseStatus.NOT_FOUND.code() && !order.source().plain()) {
      return Mono.error(new LacksException(have(response)));
    }
    if (!isAnswer(response)) {
      return Mono.error(
          new IOException("status " + status + " with other bytes than were asked for"));
    }
    return body.doOnNext(this::accept).then();
  }

  private boolean isAnswer(HttpClientResponse response) {
    ByteRange asked = range();
    long length = manifest.layout().length();
    int status = response.status().code();
    if (isOfAnotherContent(response)) {
      return false;
    }
    if (status == HttpResponseStatus.OK.code()) {
      return asked.length() == length;
    }
    return status == HttpResponseStatus.PARTIAL_CONTENT.code()
        && ContentRange.isExactly(
            response.responseHeaders().get(HttpHeaderNames.CONTENT_RANGE), asked, length);
  }

  /** A name may be bound to another content by now: that is no lie. */
  private boolean isOfAnotherContent(HttpClientResponse response) {
    String says = response.responseHeaders().get(WireFields.CONTENT_ID);
    return says != null && !says.equals(manifest.contentId().hex());
  }

  private static BlockSet have(HttpClientResponse response) {
    String header = response.responseHeaders().get(WireFields.HAVE);
    try {
      return header == null ? BlockSet.empty() : BlockSet.parse(header);
    } catch (MalformedValueException e) {
      return BlockSet.empty();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the connection's event loop
  private void accept(ByteBuf part) {
    boolean first = receivedBytes == 0;
    receivedBytes += part.readableBytes();
    if (first) {
      listener.begun(order);
    }
    assembly.accept(part);
  }

  private void ended() {
    if (assembly.isComplete()) {
      listener.done(order);
    } else {
      listener.failed(order, new IOException("body ended before the last block"));
    }
  }

  private void failed(Throwable error) {
    if (work != null) {
      work.failed(error);
    }
    if (error instanceof BlockAssembly.WrongBlockException wrong) {
      listener.wrong(order, wrong.block, wrong.suspicions);
    } else if (error instanceof LacksException lacks) {
      listener.lacks(order, lacks.have);
    } else {
      listener.failed(order, error);
    }
  }

  /** What becomes of a request; called on the connection's event loop. */
  public interface Listener {
    /** The first byte is here. */
    void begun(Decision.Fetch order);

    /** A block matched its digest; its reference goes to the listener. */
    void verified(Decision.Fetch order, int block, ByteBuf bytes);

    /** A block did not match its digest; {@code suspicions} where it came from several hosts. */
    void wrong(Decision.Fetch order, int block, List<Suspects.Suspicion> suspicions);

    /** The host does not hold all that it was asked for; {@code have} is what it holds of it. */
    void lacks(Decision.Fetch order, BlockSet have);

    /** The connection broke, or the answer was none to this question. */
    void failed(Decision.Fetch order, Throwable error);

    /** All blocks were verified. */
    void done(Decision.Fetch order);
  }

  private static final class LacksException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient BlockSet have;

    LacksException(BlockSet have) {
      super("the host lacks some of what it was asked for");
      this.have = have;
    }
  }
}
