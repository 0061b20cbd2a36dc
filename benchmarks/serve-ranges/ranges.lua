-- Random ranges of one file, for wrk: wrk … -- PATH FILE_BYTES RANGE_BYTES PAUSE_MS; RANGE_BYTES 0 = the whole file.
local path, size, length, pause
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  path, size, length, pause = args[1], tonumber(args[2]), tonumber(args[3]), tonumber(args[4])
  math.randomseed(42 + number)
  whole = wrk.format("GET", path)
end

function request()
  if length == 0 then return whole end
  local first = math.random(0, size - length)
  return wrk.format("GET", path, {["Range"] = string.format("bytes=%d-%d", first, first + length - 1)})
end

function delay()
  return pause
end

function done(summary, latency, requests)
  local seconds = summary.duration / 1e6
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  print(string.format("WRK %.3f %.1f %.1f %.3f %.3f %d", summary.bytes / 2^30, summary.bytes / 2^20 / seconds,
    summary.requests / seconds, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, errors))
end
