-- Notes that a content was recalled, always later than those before it, whatever the clock of the replica says: who heard of the
-- last one asks for what came after.
-- KEYS: contents recalled. ARGV: content, now, until when one is of the past, how many at most.
local last = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local at = tonumber(ARGV[2])
if last[2] then
  at = math.max(at, tonumber(last[2]) + 1)
end
redis.call('ZADD', KEYS[1], string.format('%.0f', at), ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -ARGV[4] - 1)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[3])
return {}
