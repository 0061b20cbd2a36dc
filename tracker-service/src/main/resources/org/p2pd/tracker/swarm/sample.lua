-- Draws holders of one content at random and reads the wanted part of their bitmaps; its cost does not grow with the
-- swarm. All keys have the content's hash tag.
-- KEYS: 1 manifest, 2 complete, 3 partial, 4 operators, 5 near, 6 private names, 7 mirrors, 8 recalled,
-- 9 bitmaps by host.
-- ARGV: 1 the asker's host id, 2 now, 3 highest block wanted (-1 = unnamed), 4 first byte wanted, 5 last byte wanted
-- (-1 = the last).
-- Returns {1} unknown content, {2} recalled, {3, blocks} a block out of range, or
-- {0, blocks, holders, private names, {mirror, …}, {host id, holding, …}}; holding is '*' or 'b' and the bytes.
local SAMPLE, OPERATORS, MIRRORS = 64, 8, 16
local blocks = tonumber(redis.call('HGET', KEYS[1], 'blocks') or '-1')
if blocks < 0 then
  return {1 + redis.call('EXISTS', KEYS[8])}
end
if tonumber(ARGV[3]) >= blocks then
  return {3, blocks}
end

-- Lua counts from 1.
local first, last = tonumber(ARGV[4]) + 1, tonumber(ARGV[5])
if last >= 0 then
  last = last + 1
end
local holders, seen = {}, {[ARGV[1]] = true}
local function draw(key, count)
  if count <= 0 then
    return
  end
  for _, id in ipairs(redis.call('ZRANDMEMBER', key, count)) do
    if not seen[id] then
      seen[id] = true
      if redis.call('ZSCORE', KEYS[2], id) then
        holders[#holders + 1] = id
        holders[#holders + 1] = '*'
      else
        local part = string.sub(redis.call('HGET', KEYS[9], id) or '', first, last)
        if string.find(part, '[^%z]') then
          holders[#holders + 1] = id
          holders[#holders + 1] = 'b' .. part
        end
      end
    end
  end
end

-- Half for either kind, and what one kind leaves free goes to the other.
local complete = redis.call('ZCARD', KEYS[2])
local partial = redis.call('ZCARD', KEYS[3])
local from_complete = math.min(complete, math.max(SAMPLE / 2, SAMPLE - partial))
draw(KEYS[4], OPERATORS)
draw(KEYS[5], SAMPLE)
draw(KEYS[2], from_complete)
draw(KEYS[3], SAMPLE - from_complete)

return {
  0, blocks, complete + partial,
  redis.call('ZCOUNT', KEYS[6], ARGV[2], '+inf'),
  redis.call('ZRANGEBYSCORE', KEYS[7], ARGV[2], '+inf', 'LIMIT', 0, MIRRORS),
  holders
}
