package org.p2pd.transport.resolve;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that publications of an authority must be signed with, as learnt when it was first met. */
public interface KeyPins {
  /** The most authorities that are remembered; those met later are not pinned. */
  int AUTHORITIES_MAX = 10_000;

  /** The keys of {@code authority}, in base64; empty where nothing is pinned. */
  List<String> of(String authority);

  /** Pins {@code keys}, and no others, for {@code authority}. May write to a disk. */
  void pin(String authority, List<String> keys);

  /** Pins that are forgotten when the process ends. */
  static KeyPins inMemory() {
    Map<String, List<String>> pins = new ConcurrentHashMap<>();
    return new KeyPins() {
      @Override
      public List<String> of(String authority) {
        return pins.getOrDefault(authority, List.of());
      }

      @Override
      public void pin(String authority, List<String> keys) {
        if (pins.size() < AUTHORITIES_MAX || pins.containsKey(authority)) {
          pins.put(authority, List.copyOf(keys));
        }
      }
    };
  }
}
