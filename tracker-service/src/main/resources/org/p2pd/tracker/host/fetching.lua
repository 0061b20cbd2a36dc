-- Forgets hosts whose lease has ended, and says who is left in the first index: at most as many as asked for.
-- KEYS: indexes by end of lease. ARGV: now in ms, how many at most. Returns host ids.
for _, index in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', index, '-inf', '(' .. ARGV[1])
end
return redis.call('ZRANGE', KEYS[1], 0, ARGV[2] - 1)
