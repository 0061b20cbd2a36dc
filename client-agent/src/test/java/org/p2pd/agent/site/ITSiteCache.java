package org.p2pd.agent.site;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.transport.schedule.source.Source;

/** A DNS server on loopback names the caches of a campus. */
class ITSiteCache {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Channel dns;

  @BeforeEach
  void beginDns() {
    dns = new Bootstrap()
        .group(loop)
        .channel(NioDatagramChannel.class)
        .handler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel
                .pipeline()
                .addLast(
                    new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Campus());
          }
        })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  @AfterEach
  void endDns() {
    dns.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
  }

  private InetSocketAddress server() {
    return (InetSocketAddress) dns.localAddress();
  }

  private static List<String> urls(SiteCache cache) {
    return cache.sources().stream().map(Source::url).toList();
  }

  @Test
  void dnsNamesCaches_theMostWantedComesFirst() {
    try (SiteCache cache = SiteCache.found(server(), "campus.example")) {
      await().atMost(LONG).until(() -> !cache.sources().isEmpty());

      assertThat(urls(cache))
          .containsExactly(
              "http://cache1.campus.example:7090", "http://cache2.campus.example:7091");
      assertThat(cache.sources()).allMatch(Source::fetches);
      assertThat(asked).contains("_p2pd-cache._tcp.campus.example.");
    }
  }

  @Test
  void dnsKnowsNone_nothingIsPreferred() {
    try (SiteCache cache = SiteCache.found(server(), "elsewhere.example")) {
      await().atMost(LONG).until(() -> asked.contains("_p2pd-cache._tcp.elsewhere.example."));

      assertThat(cache.sources()).isEmpty();
    }
  }

  @Test
  void searchDomainIsTheRoot_theOthersAreAsked() {
    try (SiteCache cache = SiteCache.found(server(), () -> List.of(".", "campus.example"))) {
      await().atMost(LONG).until(() -> cache.sources().size() == 2);
    }
  }

  @Test
  void dnsAnswersWithARecordCutOff_theOthersCount() {
    try (SiteCache cache = SiteCache.found(server(), "cut.campus.example")) {
      await().atMost(LONG).until(() -> cache.sources().size() == 2);
    }
  }

  @Test
  void settingNamesOne_nobodyIsAsked() {
    try (SiteCache cache = SiteCache.at(URI.create("http://cache.example:7090/"))) {
      assertThat(urls(cache)).containsExactly("http://cache.example:7090");
    }
  }

  /** Answers for campus.example: the second most wanted first. */
  private final class Campus extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      DatagramDnsResponse answer =
          new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
      answer.addRecord(
          DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
      if (question.type().equals(DnsRecordType.SRV)
          && question.name().endsWith("campus.example.")) {
        if (question.name().contains("cut")) {
          answer.addRecord(
              DnsSection.ANSWER, srv(question.name(), Unpooled.buffer().writeShort(7)));
        }
        answer.addRecord(
            DnsSection.ANSWER, srv(question.name(), 20, 7_091, "cache2.campus.example"));
        answer.addRecord(
            DnsSection.ANSWER, srv(question.name(), 10, 7_090, "cache1.campus.example"));
      }
      var unused = context.writeAndFlush(answer);
      asked.add(question.name());
    }

    private static DefaultDnsRawRecord srv(String name, int priority, int port, String target) {
      ByteBuf data = Unpooled.buffer();
      data.writeShort(priority).writeShort(0).writeShort(port);
      for (String label : target.split("\\.")) {
        data.writeByte(label.length()).writeBytes(label.getBytes(US_ASCII));
      }
      return srv(name, data.writeByte(0));
    }

    private static DefaultDnsRawRecord srv(String name, ByteBuf data) {
      return new DefaultDnsRawRecord(name, DnsRecordType.SRV, 60, data);
    }
  }
}
