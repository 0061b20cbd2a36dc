package org.p2pd.tracker;

import org.jspecify.annotations.NullUnmarked;
import org.p2pd.testkit.redis.RedisServer;

/** On one server. */
@NullUnmarked
class ITTracker extends TrackerContract {
  private RedisServer redis;

  @Override
  String startRedis() {
    redis = RedisServer.start();
    return redis.url();
  }

  @Override
  void stopRedis() {
    redis.close();
  }
}
