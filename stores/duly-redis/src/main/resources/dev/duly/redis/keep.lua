-- includes: audit
-- Says how long jobs are kept that are over: now, eight bytes that name the act, who, the times of completed and of cancelled jobs in
-- milliseconds, '' for ever, and both as people read them. Keys: the retention, the acts on no queue.
AUDIT = KEYS[2]
call('HSET', KEYS[1], 'completed', ARGV[4], 'cancelled', ARGV[5])
audit(clock(ARGV[1]), ARGV[2], ARGV[3], 'keep', ARGV[6], 0)
return 1
