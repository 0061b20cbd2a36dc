package org.p2pd.agent.site;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** SRV records (RFC 2782), asked for with Netty's DNS client. */
final class ServiceRecords {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRecords.class);

  private static final int RECORDS_MAX = 8;
  private static final long ANSWER_MILLIS_MAX = 2_000;

  private final @Nullable InetSocketAddress server;

  /**
   * Creates the client.
   *
   * @param server who is asked; null = the system's own
   */
  ServiceRecords(@Nullable InetSocketAddress server) {
    this.server = server;
  }

  /** Where {@code service} is in {@code domain}, as {@code host:port}, the most wanted first; empty where nobody says. */
  Mono<List<String>> find(String service, String domain) {
    return Mono.using(
        () -> new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
        loop -> Mono.using(
            () -> resolver(loop),
            resolver -> ask(resolver, service + "." + domain),
            DnsNameResolver::close),
        ServiceRecords::end);
  }

  private static void end(EventLoopGroup loop) {
    var unused = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  /** An error where {@code name} is none. */
  private static Mono<List<String>> ask(DnsNameResolver resolver, String name) {
    return Mono.create(sink -> resolver
        .resolveAll(new DefaultDnsQuestion(name, DnsRecordType.SRV))
        .addListener((Future<List<DnsRecord>> answer) -> answered(answer, sink)));
  }

  private DnsNameResolver resolver(EventLoopGroup loop) {
    DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop.next())
        .datagramChannelType(NioDatagramChannel.class)
        .queryTimeoutMillis(ANSWER_MILLIS_MAX);
    return server == null
        ? builder.build()
        : builder
            .nameServerProvider(new SingletonDnsServerAddressStreamProvider(server))
            .build();
  }

  private static void answered(Future<List<DnsRecord>> answer, MonoSink<List<String>> sink) {
    sink.success(answer.isSuccess() ? targets(answer.getNow()) : List.of());
  }

  private static List<String> targets(List<DnsRecord> records) {
    List<Srv> found = new ArrayList<>();
    for (DnsRecord record : records) {
      if (record.type().equals(DnsRecordType.SRV)
          && record instanceof DnsRawRecord raw
          && found.size() < RECORDS_MAX) {
        readUnlessBroken(raw.content(), found);
      }
      ReferenceCountUtil.release(record);
    }
    found.sort(Comparator.comparingInt(Srv::priority)
        .thenComparing(Srv::weight, Comparator.reverseOrder()));
    return found.stream().map(Srv::target).toList();
  }

  /** Whatever a server sends, its other records count. */
  private static void readUnlessBroken(ByteBuf data, List<Srv> found) {
    try {
      read(data, found);
    } catch (IndexOutOfBoundsException | DecoderException e) {
      LOG.debug("No SRV record: {}", e.toString());
    }
  }

  /** Priority, weight, port, and a name; the name {@code .} says that there is none (RFC 2782). */
  private static void read(ByteBuf data, List<Srv> found) {
    int priority = data.readUnsignedShort();
    int weight = data.readUnsignedShort();
    int port = data.readUnsignedShort();
    String name = DefaultDnsRecordDecoder.decodeName(data).replaceFirst("\\.$", "");
    if (name.matches("[A-Za-z0-9._-]{1,253}") && port > 0) {
      found.add(new Srv(priority, weight, name + ":" + port));
    }
  }

  private record Srv(int priority, int weight, String target) {}
}
