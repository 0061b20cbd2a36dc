-- Registers a host, unless its id is live and belongs to somebody else. What stands where in a host's value: HostValue.
-- KEYS: host. ARGV: issue time of the caller's own token or '', whether the operator calls (1/0), the new value, lease in ms.
-- Returns {1} registered, {0} the id is taken. Byte counts are cumulative since registration: they begin at zero again.
local held = redis.call('GETRANGE', KEYS[1], 5, 18)
if held ~= '' then
  local own = string.sub(held, 1, 13) == ARGV[1]
  local operators = ARGV[2] == '1' and string.sub(held, 14) == '1'
  if not own and not operators then
    return {0}
  end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return {1}
