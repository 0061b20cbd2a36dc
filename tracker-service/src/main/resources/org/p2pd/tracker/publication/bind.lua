-- Binds a name to a content, unless a newer binding to another content stands. KEYS: the name's binding.
-- ARGV: publication in JSON, content id, version, end of the binding in epoch ms, for how long in ms a refusal holds.
-- Returns {1, content bound before or ''} bound, {0, content, version} another content stands, {2} the operator withdrew it.
local held = redis.call('HMGET', KEYS[1], 'content', 'version', 'withdrawn')
-- The operator withdrew it: that holds for as long as it is stated.
if held[3] == ARGV[2] then
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return {2}
end
local content, version = held[1], tonumber(held[2] or '-1')
if content and content ~= ARGV[2] and version >= tonumber(ARGV[3]) then
  return {0, content, held[2]}
end
-- An older statement of the same binding prolongs it, but does not replace the newer statement.
if not content or tonumber(ARGV[3]) >= version then
  redis.call('HDEL', KEYS[1], 'withdrawn')
  redis.call('HSET', KEYS[1], 'json', ARGV[1], 'content', ARGV[2], 'version', ARGV[3])
end
redis.call('PEXPIREAT', KEYS[1], ARGV[4])
return {1, content or ''}
