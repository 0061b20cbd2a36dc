-- Stores what one host reports to hold of one content. All keys have the content's hash tag.
-- KEYS: 1 manifest, 2 complete, 3 partial, 4 operators, 5 near, 6 bitmaps by host, 7 recalled.
-- ARGV: 1 host id, 2 now, 3 life of content keys in ms, 4 operator standing (1/0), 5 full report (1/0), 6 holds every
-- block (1/0), 7 highest block named (-1 = none), 8 completed as bitmap, 9 dropped as bitmap.
-- Returns {1} unknown content, {2} recalled, {3, blocks} a block out of range, or
-- {0, blocks, holders, manifest renewed (1/0)}.
local blocks = tonumber(redis.call('HGET', KEYS[1], 'blocks') or '-1')
if blocks < 0 then
  return {1 + redis.call('EXISTS', KEYS[7])}
end
if tonumber(ARGV[7]) >= blocks then
  return {3, blocks}
end
local id, now, life = ARGV[1], ARGV[2], tonumber(ARGV[3])
local completed, dropped = ARGV[8], ARGV[9]
local bits, scratch = KEYS[6] .. ':work', KEYS[6] .. ':scratch'

local function every_block()
  local tail = blocks % 8
  local last = tail > 0 and string.char(256 - 2 ^ (8 - tail)) or ''
  return string.rep('\255', math.floor(blocks / 8)) .. last
end

-- A complete holder has no bitmap: the place in the set says it all.
local complete = redis.call('ZSCORE', KEYS[2], id) and true or false
local stored = redis.call('HGET', KEYS[6], id)
if ARGV[5] == '1' then
  stored, complete = false, false
end
if ARGV[6] == '1' then
  complete = true
end
local holds = complete
-- Bit operations want keys of their own: the bitmap is worked on outside the hash and put back. A hash of many costs half
-- the memory of as many keys.
if not complete or #dropped > 0 then
  if complete then
    redis.call('SET', bits, every_block())
  elseif stored then
    redis.call('SET', bits, stored)
  end
  if not complete and #completed > 0 then
    redis.call('SET', scratch, completed)
    redis.call('BITOP', 'OR', bits, bits, scratch)
  end
  local length = redis.call('STRLEN', bits)
  if #dropped > 0 and length > 0 then
    redis.call('SET', scratch, dropped)
    redis.call('BITOP', 'NOT', scratch, scratch)
    if #dropped < length then
      redis.call('APPEND', scratch, string.rep('\255', length - #dropped))
    end
    redis.call('BITOP', 'AND', bits, bits, scratch)
  end
  local held = redis.call('BITCOUNT', bits)
  complete = blocks > 0 and held >= blocks
  holds = held > 0
  stored = redis.call('GET', bits)
  redis.call('DEL', bits, scratch)
end

if complete then
  redis.call('HDEL', KEYS[6], id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('ZADD', KEYS[2], now, id)
elseif holds then
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZADD', KEYS[3], now, id)
  redis.call('HSET', KEYS[6], id, stored)
else
  redis.call('HDEL', KEYS[6], id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
end
for index, member in ipairs({ARGV[4] == '1', true}) do
  if holds and member then
    redis.call('ZADD', KEYS[3 + index], now, id)
  else
    redis.call('ZREM', KEYS[3 + index], id)
  end
end

local stale = '(' .. (tonumber(now) - life)
local silent = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', stale, 'LIMIT', 0, 1000)
if #silent > 0 then
  redis.call('HDEL', KEYS[6], unpack(silent))
  redis.call('ZREM', KEYS[3], unpack(silent))
end
for index = 2, 6 do
  if index ~= 3 and index ~= 6 then
    redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', stale)
  end
  redis.call('PEXPIRE', KEYS[index], life)
end
local renewed = 0
if redis.call('PTTL', KEYS[1]) < life / 2 then
  renewed = redis.call('PEXPIRE', KEYS[1], life)
end
return {0, blocks, redis.call('ZCARD', KEYS[2]) + redis.call('ZCARD', KEYS[3]), renewed}
