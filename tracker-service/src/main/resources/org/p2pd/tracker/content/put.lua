-- Keeps a manifest, or renews its life. KEYS: manifest, recalled (same hash tag).
-- ARGV: life in ms, then fields and values. Returns {1} kept, {0} the operator recalled the content.
if redis.call('EXISTS', KEYS[2]) == 1 then
  return {0}
end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {1}
