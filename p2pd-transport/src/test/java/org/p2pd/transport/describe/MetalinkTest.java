package org.p2pd.transport.describe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

class MetalinkTest {
  @Test
  void of_namesThatXmlReadsOtherwise_areEscaped() {
    Digest digest = Digest.of(new byte[1]);
    Manifest manifest =
        new Manifest(new BlockLayout(1, BlockLayout.BLOCK_SIZE_MIN), digest.toRaw(), digest, null);

    byte[] document =
        Metalink.of("a<b>&\"c\"\u0001.mp4", manifest, digest, List.of("http://x/a&b", "http://y/"));

    assertThat(new String(document, UTF_8))
        .contains("<file name=\"a&lt;b&gt;&amp;&quot;c&quot;_.mp4\">")
        .contains("<url priority=\"1\">http://x/a&amp;b</url>")
        .contains("<url priority=\"2\">http://y/</url>");
  }
}
