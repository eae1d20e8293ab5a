-- includes: jobs lanes audit
-- Stops or allows claims: now, eight bytes that name the act, who, 1 or 0.
local now = clock(ARGV[1])
local pause = ARGV[4] == '1'
if pause then
  call('HSET', QUEUE, 'paused', string.format('%.0f', now), 'was_paused', '1')
else
  call('HDEL', QUEUE, 'paused')
  tell()
end
audit(now, ARGV[2], ARGV[3], pause and 'pause' or 'resume', '', 0)
return 1
