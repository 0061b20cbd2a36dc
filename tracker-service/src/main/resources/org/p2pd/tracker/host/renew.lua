-- Renews a lease, notes the load and the byte counts. What stands where in a host's value: HostValue.
-- KEYS: host, complaints. ARGV: issue time of the token, lease in ms, load in three digits, time since which complaints
-- count, the four cumulative counts: from origins, from caches, from agents, delivered; all numbers as the value has them.
-- Returns {0} no lease, {1} the token is of an earlier registration, or {2, the value as it was before}.
local value = redis.call('GET', KEYS[1])
if not value then
  return {0}
end
if string.sub(value, 6, 18) ~= ARGV[1] then
  return {1}
end
-- One address prefix counts once, so one liar alone is one digit.
local complaints = string.sub(value, 5, 5)
if complaints ~= '0' then
  complaints = math.min(9, redis.call('ZCOUNT', KEYS[2], ARGV[4], '+inf'))
end
local counts = string.sub(value, 20, 83)
if counts ~= ARGV[5] then
  -- The highest count stays: going down and up again must not count twice. As many digits each: text compares like numbers.
  local highest = ''
  for at = 1, 64, 16 do
    local last, now = string.sub(counts, at, at + 15), string.sub(ARGV[5], at, at + 15)
    highest = highest .. (now > last and now or last)
  end
  counts = highest
end
local after = ARGV[3] .. complaints .. string.sub(value, 6, 19) .. counts
if after ~= string.sub(value, 2, 83) then
  redis.call('SETRANGE', KEYS[1], 1, after)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {2, value}
