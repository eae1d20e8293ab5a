-- Keeps dead letters from elsewhere: now, eight bytes that name the act, who, the first job of all, then id, body,
-- attempts, reason and failure of each. Answers as enqueue does.
if call('HEXISTS', QUEUE, 'number') == 0 then return false end
local now, number, who, first = clock(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local ids, dues, bodies = {}, {}, {}
for k = 5, #ARGV, 5 do
  ids[#ids + 1], dues[#dues + 1], bodies[#bodies + 1] = ARGV[k], '', ARGV[k + 1]
end
local known = get(JOB, ids)
local taken = store(ids, dues, bodies, now)
local buried = 0
for k, id in ipairs(ids) do
  if not known[k] then
    local job = call('HGET', JOB, id)
    local attempts, reason, failure = tonumber(ARGV[5 * k + 2]), ARGV[5 * k + 3], ARGV[5 * k + 4]
    local m = more_of(false, job)
    m.attempts = attempts
    call('HSET', MORE, id, more_text(m))
    call('HSET', STATE, id, state_text('D', '-', now, reason, ''))
    remember(id, attempts, now, now, 'd', pack('>I6I6', 0, 0) .. string.rep(' ', 12) .. 'import', failure)
    call('ZREM', HELD, handle_of(id, job))
    call('ZADD', DEAD, now, handle_of(id, job))
    buried = buried + 1
  end
end
if buried > 0 then call('HSET', QUEUE, 'stale_ready', '1') end
if buried > 0 then audit(now, number, who, 'import', first, buried) end
return taken
