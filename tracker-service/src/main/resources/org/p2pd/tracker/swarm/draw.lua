-- Draws holders of one content at random; its cost does not grow with the swarm. All keys have the content's hash tag.
-- KEYS: 1 manifest, 2 complete, 3 partial, 4 operators, 5 near, 6 private names, 7 mirrors, 8 recalled.
-- ARGV: 1 now in ms, 2 highest block wanted (-1 = unnamed), 3 first byte wanted, 4 last byte wanted (-1 = the last),
-- 5 the largest swarm of which only the wanted bytes are read (of larger ones the answer serves other askers too),
-- 6 how many to draw of all, 7 of the operators', 8 of the near ones.
-- Returns {1} unknown content, {2} recalled, {3, blocks} a block out of range, or
-- {0, blocks, holders, private names, {mirror, …}, first byte read, {drawn of all}, {drawn of the near ones}}; drawn are
-- {raw host id, value, …}, the value being '*' for a complete holder, else 'b' and bytes of its bitmap.
local MIRRORS = 16
local blocks = tonumber(redis.call('HGET', KEYS[1], 'blocks') or '-1')
if blocks < 0 then
  return {1 + redis.call('EXISTS', KEYS[8])}
end
if tonumber(ARGV[2]) >= blocks then
  return {3, blocks}
end
if redis.replicate_commands then
  redis.replicate_commands()
end

local complete, partial = redis.call('HLEN', KEYS[2]), redis.call('HLEN', KEYS[3])
local first, last = tonumber(ARGV[3]), tonumber(ARGV[4])
if complete + partial > tonumber(ARGV[5]) then
  first, last = 0, -1
end

-- A partial holder's value begins with six bytes of its own; Lua counts from 1.
local from, to = first + 7, last < 0 and -1 or last + 7
local function add(drawn, id, value)
  if value ~= '*' then
    value = 'b' .. string.sub(value, from, to)
    if not string.find(value, '[^%z]', 2) then
      return
    end
  end
  drawn[#drawn + 1] = id
  drawn[#drawn + 1] = value
end

local function draw_fields(drawn, key, count)
  if count > 0 then
    local some = redis.call('HRANDFIELD', key, count, 'WITHVALUES')
    for i = 1, #some, 2 do
      add(drawn, some[i], key == KEYS[2] and '*' or some[i + 1])
    end
  end
end

-- Members of a set of holders; who is no holder any more is taken out of the set.
local function draw_members(drawn, key, count)
  local ids = count > 0 and redis.call('SRANDMEMBER', key, count) or {}
  if #ids == 0 then
    return
  end
  for i, value in ipairs(redis.call('HMGET', KEYS[3], unpack(ids))) do
    if value then
      add(drawn, ids[i], value)
    elseif redis.call('HEXISTS', KEYS[2], ids[i]) == 1 then
      add(drawn, ids[i], '*')
    else
      redis.call('SREM', key, ids[i])
    end
  end
end

local all, near = {}, {}
local sample = tonumber(ARGV[6])
draw_members(all, KEYS[4], tonumber(ARGV[7]))
-- Half for either kind, and what one kind leaves free goes to the other.
local of_complete = math.min(complete, math.max(math.floor(sample / 2), sample - partial))
draw_fields(all, KEYS[2], math.min(sample, of_complete))
draw_fields(all, KEYS[3], sample - of_complete)
draw_members(near, KEYS[5], tonumber(ARGV[8]))
return {
  0, blocks, complete + partial,
  redis.call('ZCOUNT', KEYS[6], ARGV[1], '+inf'),
  redis.call('ZRANGEBYSCORE', KEYS[7], ARGV[1], '+inf', 'LIMIT', 0, MIRRORS),
  first, all, near
}
