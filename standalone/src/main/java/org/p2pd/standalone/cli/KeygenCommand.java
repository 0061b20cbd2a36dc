package org.p2pd.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.standalone.cli.disk.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code p2pd keygen}: makes a key that publications are signed with. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = "Makes a key that publications are signed with.",
    footer = {
      "",
      "The origin signs with it when P2PD_PUBLISH_SIGNING_KEY names the file. To change keys, set it to",
      "NEW,OLD and keep OLD there until viewers have come by: the old key vouches for the new one."
    })
final class KeygenCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "p2pd-signing.key",
      description = "Where to write the secret; must not exist (${DEFAULT-VALUE}).")
  private Path file = Path.of("p2pd-signing.key");

  /**
   * @param out where the public key goes
   */
  KeygenCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    String seed = PublisherKey.newSeed(new SecureRandom());
    KeyFile.write(file, seed);
    out.println("secret  " + file.toAbsolutePath().normalize());
    out.println(
        "public  " + PublisherKey.ofSeed(Base64.getDecoder().decode(seed)).publicKeyBase64());
    out.flush();
    return 0;
  }
}
