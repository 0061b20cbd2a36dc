-- Withdraws a name, where it is still bound to the content. KEYS: the name's binding. ARGV: content id.
-- Returns {1, publication in JSON} withdrawn, {0, content bound or ''} not.
local content = redis.call('HGET', KEYS[1], 'content')
if content ~= ARGV[1] then
  return {0, content or ''}
end
local json = redis.call('HGET', KEYS[1], 'json')
redis.call('DEL', KEYS[1])
return {1, json}
