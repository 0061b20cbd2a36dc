-- Announces for wrk, one per line of the file named as the first argument, in turn.
--   ours:   token <TAB> body
--   theirs: GET <TAB> path and query
-- The second argument, where given, is a pause in ms before each request of a connection.
local lines, at, pause = {}, 0, 0

function init(args)
  for line in io.lines(args[1]) do
    local first, second = line:match('^(.-)\t(.*)$')
    if first == 'GET' then
      lines[#lines + 1] = wrk.format('GET', second)
    else
      lines[#lines + 1] = wrk.format('POST', '/v1/announce', {
        ['Authorization'] = 'Bearer ' .. first, ['Content-Type'] = 'application/json'
      }, second)
    end
  end
  pause = tonumber(args[2] or '0')
  math.randomseed(#lines)
  at = math.random(#lines)
end

function request()
  at = at % #lines + 1
  return lines[at]
end

function delay()
  return pause
end

-- opentracker closes each connection after its answer, which wrk counts as a read error: an answer counts all the same.
function done(summary, latency)
  local errors = summary.errors
  if errors.status + errors.timeout > 0 then
    io.write(string.format('status %d timeout %d of %d\n', errors.status, errors.timeout, summary.requests))
  end
  io.write(string.format('WRK %.1f %.2f %.2f %d\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.write + errors.status + errors.timeout))
end
