-- Stores what one host reports to hold of one content. All keys have the content's hash tag.
-- KEYS: 1 manifest, 2 complete, 3 partial, 4 operators, 5 near, 6 recalled.
-- ARGV: 1 host id (raw), 2 now in s, 3 life of content keys in s, 4 operator standing (1/0), 5 full report (1/0), 6 holds
-- every block (1/0), 7 highest block named (-1 = none), 8 first byte and 9 bytes of the bitmap of completed blocks,
-- 10 first byte and 11 bytes of the bitmap of dropped ones.
-- Returns {1} unknown content, {2} recalled, {3, blocks} a block out of range, or
-- {0, blocks, holders, manifest renewed (1/0), length of the content in bytes}.
--
-- A holder is one field: its id; the value says when the host was last entered in everything (s), and for a partial
-- holder how many blocks it has and which. Entering again within REFRESH is left out: most reports only add blocks.
local REFRESH, CHECKED = 60, 4
local manifest = redis.call('HMGET', KEYS[1], 'blocks', 'length')
local blocks, length = tonumber(manifest[1] or '-1'), tonumber(manifest[2] or '0')
if blocks < 0 then
  return {1 + redis.call('EXISTS', KEYS[6])}
end
if tonumber(ARGV[7]) >= blocks then
  return {3, blocks}
end
-- Redis 6 forbids a write after a random read, which the look for silent holders below is, without this word.
if redis.replicate_commands then
  redis.replicate_commands()
end
local id, now, life = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local BITS = {[0] = 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4}

local function count(byte)
  return BITS[bit.band(byte, 15)] + BITS[bit.rshift(byte, 4)]
end

-- The bitmap with the bits of `bytes` set, or cleared, from byte `first` on; and by how many its set bits changed.
local function changed(bitmap, first, bytes, clear)
  if not clear and #bitmap < first then
    bitmap = bitmap .. string.rep('\0', first - #bitmap)
  end
  local out, more = {}, 0
  for i = 1, clear and math.min(#bytes, #bitmap - first) or #bytes do
    local old, named = string.byte(bitmap, first + i) or 0, string.byte(bytes, i)
    local new = clear and bit.band(old, bit.bnot(named)) or bit.bor(old, named)
    if new ~= old then
      more = more + count(new) - count(old)
    end
    out[i] = string.char(new)
  end
  return string.sub(bitmap, 1, first) .. table.concat(out) .. string.sub(bitmap, first + #out + 1), more
end

local function every_block()
  local tail = blocks % 8
  return string.rep('\255', math.floor(blocks / 8)) .. (tail > 0 and string.char(256 - 2 ^ (8 - tail)) or '')
end

local stored = redis.call('HGET', KEYS[3], id)
local was_complete = not stored and redis.call('HGET', KEYS[2], id)
local entered, held, bitmap = 0, 0, ''
if stored then
  entered, held = struct.unpack('>I4I2', stored)
  bitmap = string.sub(stored, 7)
elseif was_complete then
  entered, held = struct.unpack('>I4', was_complete), blocks
end
if ARGV[5] == '1' then
  entered, held, bitmap = 0, 0, ''
end
local complete = ARGV[6] == '1' or (blocks > 0 and held == blocks)
local more
if not complete and #ARGV[9] > 0 then
  bitmap, more = changed(bitmap, tonumber(ARGV[8]), ARGV[9], false)
  held = held + more
  complete = held == blocks
end
if #ARGV[11] > 0 and (complete or held > 0) then
  bitmap, more = changed(complete and every_block() or bitmap, tonumber(ARGV[10]), ARGV[11], true)
  held = (complete and blocks or held) + more
  complete = false
end

local own, other = KEYS[3], KEYS[2]
if complete then
  own, other = KEYS[2], KEYS[3]
end
local renewed = 0
if not complete and held == 0 then
  if stored or was_complete then
    redis.call('HDEL', KEYS[2], id)
    redis.call('HDEL', KEYS[3], id)
    redis.call('SREM', KEYS[4], id)
    redis.call('SREM', KEYS[5], id)
  end
else
  local moved = complete and not was_complete or not complete and not stored
  local enters = moved or now - entered >= REFRESH
  if enters then
    entered = now
  end
  local value = complete and struct.pack('>I4', entered) or struct.pack('>I4I2', entered, held) .. bitmap
  if enters or value ~= (stored or was_complete) then
    redis.call('HSET', own, id, value)
  end
  if moved and (stored or was_complete) then
    redis.call('HDEL', other, id)
  end
  if enters then
    redis.call('SADD', KEYS[5], id)
    if ARGV[4] == '1' then
      redis.call('SADD', KEYS[4], id)
    end
    -- Holders that fell silent: some are looked at whenever one enters, so they can't outgrow those that live.
    for key = 2, 3 do
      local some = redis.call('HRANDFIELD', KEYS[key], CHECKED, 'WITHVALUES')
      for i = 1, #some, 2 do
        if now - struct.unpack('>I4', some[i + 1]) > life then
          redis.call('HDEL', KEYS[key], some[i])
        end
      end
    end
    for key = 2, 5 do
      redis.call('EXPIRE', KEYS[key], life)
    end
    if redis.call('TTL', KEYS[1]) < life / 2 then
      renewed = redis.call('EXPIRE', KEYS[1], life)
    end
  end
end
return {0, blocks, redis.call('HLEN', KEYS[2]) + redis.call('HLEN', KEYS[3]), renewed, length}
