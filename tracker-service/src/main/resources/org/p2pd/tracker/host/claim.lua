-- Claims call-backs that are due: moves each a little into the future, so that no other replica takes it meanwhile and
-- another does should this one die. Newcomers go first, but for a quarter, so that the others are called whatever comes.
-- KEYS: newcomers, due. ARGV: now, claimed until, how many at most. Returns the host ids.
local claimed = {}
local function claim(key, most)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key, '-inf', ARGV[1], 'LIMIT', 0, most)) do
    redis.call('ZREM', KEYS[1], id)
    redis.call('ZADD', KEYS[2], ARGV[2], id)
    claimed[#claimed + 1] = id
  end
end
claim(KEYS[2], math.floor(ARGV[3] / 4))
claim(KEYS[1], ARGV[3] - #claimed)
claim(KEYS[2], ARGV[3] - #claimed)
return claimed
