-- Notes a complaint about a host. KEYS: complaints, host. ARGV: prefix it came from, now in ms, how long it counts in ms.
-- More prefixes than 16 say no more.
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -17)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if redis.call('EXISTS', KEYS[2]) == 1 then
  local count = redis.call('ZCOUNT', KEYS[1], ARGV[2] - ARGV[3], '+inf')
  redis.call('SETRANGE', KEYS[2], 4, math.min(9, count))
end
return {1}
