-- Adds bytes to the sums of all time and to those of a day (same hash tag). KEYS: all, the day.
-- ARGV: life of the day's in ms, then bytes from origins, caches and agents, and delivered.
for i, name in ipairs({'origin', 'cache', 'agent', 'delivered'}) do
  redis.call('HINCRBY', KEYS[1], name, ARGV[1 + i])
  redis.call('HINCRBY', KEYS[2], name, ARGV[1 + i])
end
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return {1}
