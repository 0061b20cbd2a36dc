-- Notes which report of traffic by content was counted, unless the host registered again since. KEYS: counters.
-- ARGV: issue time of the token, number of the report.
if redis.call('HGET', KEYS[1], 'issued') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'traffic', ARGV[2])
end
return {1}
