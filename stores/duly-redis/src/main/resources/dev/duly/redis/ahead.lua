-- includes: jobs lanes
-- How many due jobs of its queue a strict worker takes before this one: now, id, at most so many.
local now, id, most = clock(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local mine, my_state = call('HGET', JOB, id), call('HGET', STATE, id)
if not mine or letter_of(my_state) ~= 'W' then return 0 end
local my_level, my_due, my_number = level_of(mine), more_of(call('HGET', MORE, id), mine).due, read('>I5', mine, 7)
local types = paused_types()
local count = 0

local function comes_before(level, due, handle)
  if level < my_level then return true end
  return due < my_due or (due == my_due and read('>I5', handle) < my_number)
end

local function jobs_of(handles)
  local ids = {}
  for k = 1, #handles do ids[k] = id_of(handles[k]) end
  return get(JOB, ids), get(STATE, ids)
end

for level = 1, my_level do
  local later = call('ZRANGEBYSCORE', LATER[level], '-inf', now, 'LIMIT', 0, most)
  local jobs = jobs_of(later)
  for k, handle in ipairs(later) do
    local due = tonumber(call('ZSCORE', LATER[level], handle))
    if comes_before(level, due, handle) and not is_paused(types, jobs[k]) then count = count + 1 end
  end
  local from = 0
  repeat
    local fresh = call('LRANGE', READY[level], from, from + CHUNK - 1)
    local fresh_jobs, states = jobs_of(fresh)
    for k, handle in ipairs(fresh) do
      local job = fresh_jobs[k]
      if is_fresh(handle, job, states[k]) and not is_paused(types, job) and comes_before(level, created(job), handle) then
        count = count + 1
      end
    end
    from = from + CHUNK
  until #fresh < CHUNK or count >= most or from > 10 * most
end
return math.min(count, most)
