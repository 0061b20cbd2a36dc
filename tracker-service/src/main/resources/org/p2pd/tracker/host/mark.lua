-- Notes whether a host answers at its address, unless it registered anew meanwhile.
-- KEYS: host. ARGV: issue time of the token, 1 or 0. Returns {1} noted, {0} not.
if redis.call('GETRANGE', KEYS[1], 5, 17) ~= ARGV[1] then
  return {0}
end
redis.call('SETRANGE', KEYS[1], 0, ARGV[2])
return {1}
