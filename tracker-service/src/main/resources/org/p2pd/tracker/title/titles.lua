-- Adds what moved of some contents on one day. KEYS: the day's contents.
-- ARGV: the most contents of a day, life in ms, then for each: content, bytes from origins, caches and agents, delivered.
local size = redis.call('HLEN', KEYS[1])
for i = 3, #ARGV, 5 do
  local held = redis.call('HGET', KEYS[1], ARGV[i])
  local sums, next = {0, 0, 0, 0}, 1
  if held then
    for number in string.gmatch(held, '%d+') do
      sums[next] = tonumber(number)
      next = next + 1
    end
  elseif size < tonumber(ARGV[1]) then
    size = size + 1
    held = ''
  end
  if held then
    for column = 1, 4 do
      sums[column] = string.format('%.0f', sums[column] + tonumber(ARGV[i + column]))
    end
    redis.call('HSET', KEYS[1], ARGV[i], table.concat(sums, ' '))
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {size}
