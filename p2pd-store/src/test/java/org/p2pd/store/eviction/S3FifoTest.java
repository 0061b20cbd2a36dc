package org.p2pd.store.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.testkit.random.Seeded;

@Seeded
class S3FifoTest {
  private static final int CACHE_BYTES = 1_000;
  private static final int HOT = 500;

  @Test
  void request_scanOfTenTimesTheCache_keepsWhatIsHot() {
    SimulatedCache s3fifo = scanned(new S3Fifo(CACHE_BYTES));
    SimulatedCache lru = scanned(new LeastRecentlyUsed());

    assertThat(hotIn(s3fifo)).isEqualTo(HOT);
    assertThat(hotIn(lru)).isZero();
  }

  private static SimulatedCache scanned(EvictionPolicy policy) {
    SimulatedCache cache = new SimulatedCache(CACHE_BYTES, policy);
    for (int round = 0; round < 3; round++) {
      IntStream.range(0, HOT).forEach(id -> cache.request(id, 1));
    }
    IntStream.range(HOT, HOT + 10 * CACHE_BYTES).forEach(id -> cache.request(id, 1));
    return cache;
  }

  private static long hotIn(SimulatedCache cache) {
    return IntStream.range(0, HOT).filter(cache::contains).count();
  }

  @Test
  void request_zipfWithScans_hitsMoreThanLru(RandomGenerator random) {
    SimulatedCache s3fifo = new SimulatedCache(CACHE_BYTES, new S3Fifo(CACHE_BYTES));
    SimulatedCache lru = new SimulatedCache(CACHE_BYTES, new LeastRecentlyUsed());
    int scanned = 1_000_000;
    for (int i = 0; i < 200_000; i++) {
      int id = random.nextInt(3) == 0 ? scanned++ : (int) Math.pow(10_000, random.nextDouble());
      s3fifo.request(id, 1 + id % 4);
      lru.request(id, 1 + id % 4);
    }

    assertThat(s3fifo.hits).isGreaterThan(lru.hits);
  }

  @Test
  void evict_oldestIsLeased_passesItOver() {
    S3Fifo policy = new S3Fifo(10);
    Item leased = new Item(1, 1);
    Item other = new Item(2, 1);
    policy.admitted(leased);
    policy.admitted(other);
    leased.leased = true;

    assertThat(policy.evict()).isSameAs(other);
    assertThat(policy.evict()).isNull();
    leased.leased = false;
    assertThat(policy.evict()).isSameAs(leased);
  }

  @Test
  void evict_allLeasedAndAskedFor_isNull() {
    S3Fifo policy = new S3Fifo(10);
    for (int id = 0; id < 20; id++) {
      Item item = new Item(id, 1);
      item.leased = true;
      policy.admitted(item);
      policy.requested(item);
      policy.requested(item);
    }

    assertThat(policy.evict()).isNull();
  }

  @Test
  void admitted_againSoonAfterEviction_staysLonger() {
    S3Fifo policy = new S3Fifo(100);
    policy.admitted(new Item(1, 1));
    assertThat(policy.evict())
        .extracting(Evictable::fingerprint)
        .isEqualTo(new Item(1, 1).fingerprint());
    policy.admitted(new Item(1, 1));
    List<Integer> order = new ArrayList<>();
    for (int id = 2; id < 20; id++) {
      policy.admitted(new Item(id, 1));
    }
    for (Item victim = (Item) policy.evict();
        victim != null && small(order);
        victim = (Item) policy.evict()) {
      order.add(victim.id);
    }

    assertThat(order).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
  }

  /** While small has more than its tenth, ten bytes. */
  private static boolean small(List<Integer> evicted) {
    return evicted.size() < 8;
  }

  @Test
  void evict_restored_goInOrderOfAge() {
    S3Fifo policy = new S3Fifo(100);
    List<Item> items = IntStream.range(0, 10).mapToObj(id -> new Item(id, 10)).toList();
    items.forEach(policy::restored);
    policy.requested(items.get(0));

    assertThat(policy.evict()).isSameAs(items.get(1));
  }

  @Test
  void anything_random_neverLosesAnEntry(RandomGenerator random) {
    S3Fifo policy = new S3Fifo(100);
    List<Item> held = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> admit(policy, held, new Item(random.nextInt(200), 1 + random.nextInt(9)));
        case 2 -> pick(held, random).forEach(policy::requested);
        case 3 -> pick(held, random).forEach(item -> item.leased = random.nextInt(3) == 0);
        case 4 ->
          pick(held, random).forEach(item -> {
            policy.removed(item);
            held.remove(item);
          });
        default -> {
          Evictable victim = policy.evict();
          assertThat(victim == null).isEqualTo(held.stream().noneMatch(Item::isEvictable));
          assertThat(victim == null || (victim.isEvictable() && held.remove(victim)))
              .isTrue();
        }
      }
    }
  }

  private static void admit(S3Fifo policy, List<Item> held, Item item) {
    if (held.size() < 50) {
      held.add(item);
      policy.admitted(item);
    }
  }

  private static List<Item> pick(List<Item> held, RandomGenerator random) {
    return held.isEmpty() ? List.of() : List.of(held.get(random.nextInt(held.size())));
  }

  @Test
  void evict_rareOnesNobodyAskedFor_goAfterAllOthers_butGo() {
    S3Fifo policy = new S3Fifo(100);
    for (int id = 0; id < 20; id++) {
      Item item = new Item(id, 1);
      item.rare = id % 2 == 0;
      policy.admitted(item);
    }

    List<Boolean> rareInOrder = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rareInOrder.add(Objects.requireNonNull((Item) policy.evict()).rare);
    }

    assertThat(rareInOrder.subList(0, 10)).containsOnly(false);
    assertThat(rareInOrder.subList(10, 20)).containsOnly(true);
    assertThat(policy.evict()).isNull();
  }
}
