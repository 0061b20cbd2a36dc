package org.p2pd.tracker.redis;

import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/** A Lua script beside the class that runs it; sent once per Redis, then called by its digest. */
public final class Script {
  private final RedisScript<List<Object>> script;

  /** The script {@code file} in the package of {@code owner}. */
  @SuppressWarnings("unchecked")
  public Script(Class<?> owner, String file) {
    DefaultRedisScript<List<Object>> loaded = new DefaultRedisScript<>();
    loaded.setLocation(new ClassPathResource(file, owner));
    loaded.setResultType((Class<List<Object>>) (Class<?>) List.class);
    this.script = loaded;
  }

  RedisScript<List<Object>> script() {
    return script;
  }
}
