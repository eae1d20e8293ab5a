-- includes: audit
-- Pauses or resumes a type for all queues, which are told one by one afterwards: now, eight bytes that name the act, who, the type,
-- 1 or 0. Keys: the types that are paused, the acts on no queue. Answers with the number of this change.
local types, type, pause = KEYS[1], ARGV[4], ARGV[5] == '1'
AUDIT = KEYS[2]
if pause then call('HSET', types, type, '') else call('HDEL', types, type) end
audit(clock(ARGV[1]), ARGV[2], ARGV[3], pause and 'pause-type' or 'resume-type', type, 0)
return call('HINCRBY', types, '#', 1)
