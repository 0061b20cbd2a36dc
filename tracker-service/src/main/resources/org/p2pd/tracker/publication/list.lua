-- Enters a name in the catalogue. KEYS: names, ends, authorities, then one per word (same hash tag).
-- ARGV: name, authority, end of the binding in epoch ms.
redis.call('ZADD', KEYS[1], 0, ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('ZADD', KEYS[3], 'GT', ARGV[3], ARGV[2])
for index = 4, #KEYS do
  redis.call('ZADD', KEYS[index], 0, ARGV[1])
end
return {1}
