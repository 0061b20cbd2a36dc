-- Forgets a content and refuses it for a while. KEYS: recalled, then everything to forget (same hash tag).
-- ARGV: how long, in ms.
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
redis.call('DEL', unpack(KEYS, 2))
return {1}
