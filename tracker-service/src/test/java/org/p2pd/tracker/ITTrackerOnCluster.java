package org.p2pd.tracker;

import org.jspecify.annotations.NullUnmarked;
import org.p2pd.testkit.redis.RedisCluster;

/** On a Redis Cluster of three masters and three replicas. */
@NullUnmarked
class ITTrackerOnCluster extends TrackerContract {
  private RedisCluster redis;

  @Override
  String startRedis() {
    redis = RedisCluster.start();
    return redis.url();
  }

  @Override
  void stopRedis() {
    redis.close();
  }
}
