-- Renews a lease, notes the load, and says how far each byte count moved.
-- KEYS: descriptor, counters, complaints. ARGV: issue time of the token, lease in ms, load in three digits, time since
-- which complaints count, then the cumulative counts: from origins, from caches, from agents, delivered.
-- Returns {0} no lease, {1} the token is of an earlier registration, or {2, descriptor, four differences, number of the
-- last report of traffic by content that was counted}.
local descriptor = redis.call('GET', KEYS[1])
if not descriptor then
  return {0}
end
local counters = redis.call('HMGET', KEYS[2], 'issued', 'origin', 'cache', 'agent', 'delivered', 'traffic')
if counters[1] ~= ARGV[1] then
  return {1}
end
-- One address prefix counts once, so one liar alone is one digit.
local digits = ARGV[3] .. math.min(9, redis.call('ZCOUNT', KEYS[3], ARGV[4], '+inf'))
if string.sub(descriptor, 2, 5) ~= digits then
  redis.call('SETRANGE', KEYS[1], 1, digits)
  descriptor = string.sub(descriptor, 1, 1) .. digits .. string.sub(descriptor, 6)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
local reply = {2, descriptor}
for i, name in ipairs({'origin', 'cache', 'agent', 'delivered'}) do
  local last, now = tonumber(counters[1 + i] or '0'), tonumber(ARGV[4 + i])
  -- The highest count stays: going down and up again must not count twice.
  if now > last then
    redis.call('HSET', KEYS[2], name, ARGV[4 + i])
  end
  reply[2 + i] = math.max(0, now - last)
end
reply[7] = tonumber(counters[6] or '0')
return reply
