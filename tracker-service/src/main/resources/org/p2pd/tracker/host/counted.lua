-- Notes which report of traffic by content was counted, unless the host registered again since. KEYS: host. ARGV: issue
-- time of the token, number of the report.
if redis.call('GETRANGE', KEYS[1], 5, 17) == ARGV[1] then
  redis.call('SETRANGE', KEYS[1], 83, ARGV[2])
end
return {1}
