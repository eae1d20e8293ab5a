local AUDIT_MAX = 10000

-- A line of what people did: eight bytes that the lines of one act share, whatever the queue, then who did what to what, and to how
-- many jobs; no target is the queue itself.
local function audit(now, number, who, act, target, jobs)
  call('RPUSH', AUDIT, pack('>I6I4', now, jobs) .. number .. pack('>B', #act) .. act .. pack('>I2', #who) .. who
    .. pack('>I2', #target) .. target)
  call('LTRIM', AUDIT, -AUDIT_MAX, -1)
end
