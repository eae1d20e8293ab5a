-- Keeps a worker's report: now, for how many milliseconds reports are kept, the report. Key: the reports, by time.
local now = clock(ARGV[1])
call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]) - 1)
call('ZADD', KEYS[1], now, pack('>I6', now) .. ARGV[3])
return 1
