-- Takes hosts found dead out of one content, unless they reported again since. All keys have the content's hash tag.
-- KEYS: complete, partial, operators, near. ARGV: prefix of bitmap keys, when they were met, then their ids.
for index = 3, #ARGV do
  local id, alive = ARGV[index], false
  for _, key in ipairs(KEYS) do
    local last = redis.call('ZSCORE', key, id)
    if last and tonumber(last) <= tonumber(ARGV[2]) then
      redis.call('ZREM', key, id)
    elseif last then
      alive = true
    end
  end
  if not alive then
    redis.call('DEL', ARGV[1] .. id)
  end
end
return {#ARGV - 2}
