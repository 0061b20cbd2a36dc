-- Takes hosts found dead out of one content, unless they reported again since. All keys have the content's hash tag.
-- KEYS: complete, partial, operators, near, bitmaps by host. ARGV: when they were met, then their ids.
for index = 2, #ARGV do
  local id, alive = ARGV[index], false
  for set = 1, 4 do
    local last = redis.call('ZSCORE', KEYS[set], id)
    if last and tonumber(last) <= tonumber(ARGV[1]) then
      redis.call('ZREM', KEYS[set], id)
    elseif last then
      alive = true
    end
  end
  if not alive then
    redis.call('HDEL', KEYS[5], id)
  end
end
return {#ARGV - 1}
