-- Claims call-backs that are due: moves each a little into the future, so that no other replica takes it meanwhile and
-- another does should this one die.
-- KEYS: due. ARGV: now, claimed until, how many at most. Returns the host ids.
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(due) do
  redis.call('ZADD', KEYS[1], ARGV[2], id)
end
return due
