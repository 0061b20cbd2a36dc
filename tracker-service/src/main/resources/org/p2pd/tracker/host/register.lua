-- Registers a host, unless its id is live and belongs to somebody else.
-- KEYS: descriptor, counters. ARGV: issue time of the caller's own token or '', whether the operator calls (1/0),
-- descriptor, issue time of the new token, lease in ms, whether the host has operator standing (1/0).
-- Returns {1} registered, {0} the id is taken.
if redis.call('EXISTS', KEYS[1]) == 1 then
  local held = redis.call('HMGET', KEYS[2], 'issued', 'operator')
  local own = held[1] == ARGV[1]
  local operators = ARGV[2] == '1' and held[2] == '1'
  if not own and not operators then
    return {0}
  end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[5])
-- Byte counts are cumulative since registration: a host that registers again starts from zero.
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'issued', ARGV[4], 'operator', ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return {1}
