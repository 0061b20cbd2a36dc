-- Takes hosts found dead out of one content, unless they entered again since; the sets that name them are cleaned by
-- whoever draws from them. All keys have the content's hash tag.
-- KEYS: complete, partial. ARGV: when they were met in s, then their raw ids.
for key = 1, 2 do
  for index = 2, #ARGV do
    local value = redis.call('HGET', KEYS[key], ARGV[index])
    if value and struct.unpack('>I4', value) < tonumber(ARGV[1]) then
      redis.call('HDEL', KEYS[key], ARGV[index])
    end
  end
end
return {#ARGV - 1}
