package org.p2pd.tracker;

import org.jspecify.annotations.NullUnmarked;
import org.p2pd.testkit.redis.RedisSentinels;

/** On a master and a replica that three sentinels watch. */
@NullUnmarked
class ITTrackerOnSentinel extends TrackerContract {
  private RedisSentinels redis;

  @Override
  String startRedis() {
    redis = RedisSentinels.start();
    return redis.url();
  }

  @Override
  void stopRedis() {
    redis.close();
  }
}
