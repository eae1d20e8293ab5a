-- includes: jobs lanes
-- How a queue stands. Answers with whether it is paused, how many jobs wait, run, are completed, cancelled and dead, and when the
-- first that waits is or was due, or -1; then whether it ever had a job or was paused.
local first = -1
local function see(due)
  if due and (first < 0 or tonumber(due) < first) then first = tonumber(due) end
end
for level = 1, 3 do
  see(call('ZRANGE', LATER[level], 0, 0, 'WITHSCORES')[2])
  local looked, found = 0, false
  repeat
    local handles = call('LRANGE', READY[level], 0, CHUNK - 1)
    local ids, stale = {}, 0
    for k = 1, #handles do ids[k] = id_of(handles[k]) end
    local jobs, states = get(JOB, ids), get(STATE, ids)
    while stale < #handles and not found do
      found = is_fresh(handles[stale + 1], jobs[stale + 1], states[stale + 1])
      if found then see(created(jobs[stale + 1])) else stale = stale + 1 end
    end
    if stale > 0 then call('LTRIM', READY[level], stale, -1) end
    looked = looked + stale
  until found or #handles < CHUNK or looked >= 10 * CHUNK
end
see(call('ZRANGE', HELD, 0, 0, 'WITHSCORES')[2])
local running = math.max(0, call('ZCARD', RUNNING) - 1)
local completed = call('LLEN', COMPLETED) - tonumber(call('HGET', QUEUE, 'stale') or 0)
local cancelled, dead = call('ZCARD', CANCELLED), call('ZCARD', DEAD)
local waiting = call('HLEN', JOB) - running - completed - cancelled - dead
return { call('HEXISTS', QUEUE, 'paused'), waiting, running, completed, cancelled, dead, first,
  (call('HEXISTS', QUEUE, 'was_paused') == 1 or call('HGET', QUEUE, 'number') ~= '0') and 1 or 0 }
