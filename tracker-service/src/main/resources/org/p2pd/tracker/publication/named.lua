-- Remembers a name of a content. KEYS: the content's names. ARGV: name, end of the binding in epoch ms (0 = withdrawn), the
-- most names that are kept, their life in ms.
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[3]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {1}
