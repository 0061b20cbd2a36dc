-- Takes a name out of the catalogue, unless it was bound anew. KEYS: names, ends, authorities, then one per word.
-- ARGV: name, authority, time it was found ended or '+inf'.
local ends = redis.call('ZSCORE', KEYS[2], ARGV[1])
if ends and ARGV[3] ~= '+inf' and tonumber(ends) > tonumber(ARGV[3]) then
  return {0}
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
for index = 4, #KEYS do
  redis.call('ZREM', KEYS[index], ARGV[1])
end
-- '0' follows '/': between the two are all names of the authority.
local prefix = '[http://' .. ARGV[2]
if #redis.call('ZRANGEBYLEX', KEYS[1], prefix .. '/', prefix .. '0', 'LIMIT', 0, 1) == 0 then
  redis.call('ZREM', KEYS[3], ARGV[2])
end
return {1}
