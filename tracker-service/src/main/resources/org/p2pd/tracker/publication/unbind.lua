-- Withdraws a name, where it is still bound to the content. KEYS: the name's binding. ARGV: content id, for how long in ms the
-- same binding is refused (0 = not at all).
-- Returns {1, publication in JSON} withdrawn, {0, content bound or ''} not.
local content = redis.call('HGET', KEYS[1], 'content')
if content ~= ARGV[1] then
  return {0, content or ''}
end
local json = redis.call('HGET', KEYS[1], 'json')
redis.call('DEL', KEYS[1])
if ARGV[2] ~= '0' then
  redis.call('HSET', KEYS[1], 'withdrawn', content)
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return {1, json}
