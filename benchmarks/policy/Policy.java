import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.p2pd.store.eviction.Evictable;
import org.p2pd.store.eviction.EvictionPolicy;
import org.p2pd.store.eviction.S3Fifo;

/**
 * Makes the traces of the policy benchmark, and counts the hits of the policy that ships. Needs p2pd-store on the class
 * path; run as a source file.
 *
 * <pre>
 * trace NAME FILE      writes a trace, one block number a line
 * ours NAME BLOCKS     prints "OURS hit-percent" of a cache of that many blocks
 * </pre>
 */
public final class Policy {
  private static final int REQUESTS = 2_000_000;

  private Policy() {}

  public static void main(String... args) throws IOException {
    if (args[0].equals("trace")) {
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[2])))) {
        replay(args[1], out::println);
      }
    } else {
      Cache cache = new Cache(Integer.parseInt(args[2]));
      replay(args[1], cache::request);
      System.out.printf("OURS %.2f%n", 100.0 * cache.hits / cache.requests);
    }
  }

  private static void replay(String name, IntConsumer requests) {
    switch (name) {
      case "zipf-scan" -> zipfWithScans(new Random(1), requests);
      case "vod" -> sessions(new Random(2), requests);
      case "vod-scan" -> sessionsWithScans(new Random(3), requests);
      default -> throw new IllegalArgumentException(name);
    }
  }

  /** Single blocks of 100 000 by Zipf's law (0.9), and every 100 000 requests a scan of 20 000 blocks nobody asks for again. */
  private static void zipfWithScans(Random random, IntConsumer requests) {
    Zipf blocks = new Zipf(100_000, 0.9);
    int scanned = 1_000_000;
    for (int i = 0; i < REQUESTS; i++) {
      if (i % 100_000 == 99_999) {
        for (int end = scanned + 20_000; scanned < end; scanned++) {
          requests.accept(scanned);
        }
      }
      requests.accept(blocks.next(random));
    }
  }

  /**
   * 64 viewers of 500 films with 200 blocks, films by Zipf's law (1.0), each read from its start; half of the viewers have
   * left after a tenth of the film, as most sessions of VoD services are short (Yu et al., EuroSys 2006). The order of
   * popularity moves on by one film every 20 000 requests.
   */
  private static void sessions(Random random, IntConsumer requests) {
    Viewers viewers = new Viewers(random);
    for (int i = 0; i < REQUESTS; i++) {
      viewers.next(i / 20_000, requests);
    }
  }

  /** The same, and somebody copies the whole library four times, block by block, as fast as all viewers together. */
  private static void sessionsWithScans(Random random, IntConsumer requests) {
    Viewers viewers = new Viewers(random);
    int library = Viewers.FILMS * Viewers.BLOCKS;
    for (int i = 0; i < REQUESTS; i++) {
      viewers.next(i / 20_000, requests);
      int at = i % (REQUESTS / 4);
      if (at < library) {
        requests.accept(at);
      }
    }
  }

  private static final class Viewers {
    static final int FILMS = 500;
    static final int BLOCKS = 200;
    private static final int VIEWERS = 64;

    private final Random random;
    private final Zipf films = new Zipf(FILMS, 1.0);
    private final int[] at = new int[VIEWERS];
    private final int[] end = new int[VIEWERS];

    Viewers(Random random) {
      this.random = random;
    }

    void next(int shift, IntConsumer requests) {
      int viewer = random.nextInt(VIEWERS);
      if (at[viewer] == end[viewer]) {
        at[viewer] = (films.next(random) + shift) % FILMS * BLOCKS;
        int watched = random.nextBoolean() ? 1 + random.nextInt(BLOCKS / 10) : 1 + random.nextInt(BLOCKS);
        end[viewer] = at[viewer] + watched;
      }
      requests.accept(at[viewer]++);
    }
  }

  private static final class Zipf {
    private final double[] upTo;

    Zipf(int size, double exponent) {
      upTo = new double[size];
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += Math.pow(i + 1, -exponent);
        upTo[i] = sum;
      }
    }

    int next(Random random) {
      int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
      return found < 0 ? -found - 1 : found;
    }
  }

  private static final class Cache {
    private final int blocksMax;
    private final EvictionPolicy policy;
    private final Map<Integer, Block> blocks = new HashMap<>();
    long requests;
    long hits;

    Cache(int blocksMax) {
      this.blocksMax = blocksMax;
      this.policy = new S3Fifo(blocksMax);
    }

    void request(int number) {
      requests++;
      Block block = blocks.get(number);
      if (block != null) {
        hits++;
        policy.requested(block);
        return;
      }
      if (blocks.size() == blocksMax && policy.evict() instanceof Block victim) {
        blocks.remove(victim.number);
      }
      Block added = new Block(number);
      blocks.put(number, added);
      policy.admitted(added);
    }
  }

  private static final class Block extends Evictable {
    final int number;

    Block(int number) {
      this.number = number;
    }

    @Override
    public long bytes() {
      return 1;
    }

    @Override
    public long fingerprint() {
      return number * 0x9E3779B97F4A7C15L;
    }

    @Override
    public boolean isEvictable() {
      return true;
    }

    @Override
    public boolean isRare() {
      return false;
    }
  }
}
