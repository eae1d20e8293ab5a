-- Claims. What is asked is a table:
--   worker   its name
--   lease    in milliseconds
--   again    whether the same was asked before, and its answer may have been lost
--   demands  of each its levels, such as 012, how many jobs, and 12 bytes that no other demand has
-- The answer has for each demand the record of the claim, now, ids, jobs, what else there is of them, and in how many milliseconds to
-- look again.
local LOOKED_AT_MAX = 10 * CHUNK -- of what turns out stale or held; more of it waits for the next claim

-- Of what is asked at hand: see claim_all.
local now, worker, lease
local types   -- that are paused
local careful -- whether handles in the lists of ready jobs may be stale, or are of jobs to be put aside

local function record_for(fence, mark)
  return pack('>I6I6', fence, now) .. mark .. worker
end

-- Jobs whose lease has ended, as many as there are; of each its number, to be taken in the order they came.
local overdue = nil
local function find_overdue()
  overdue = {}
  local ids = call('ZRANGEBYSCORE', RUNNING, '-inf', now, 'LIMIT', 0, CHUNK)
  local jobs = get(JOB, ids)
  for k, id in ipairs(ids) do
    overdue[k] = { id = id, job = jobs[k], level = level_of(jobs[k]), number = read('>I5', jobs[k], 7) }
  end
  table.sort(overdue, function(a, b) return a.number < b.number end)
end

-- The attempt is used up, and the lease counted as lost.
local function lose(id, job, state)
  local m = more_of(call('HGET', MORE, id), job)
  local record = record_of(state)
  remember(id, m.attempts + 1, read('>I6', record, 7), now, 'l', record, '')
  m.attempts, m.lost, m.lost_row = m.attempts + 1, m.lost + 1, m.lost_row + 1
  call('HSET', MORE, id, more_text(m))
  return m
end

local function take_over(level, claim)
  for _, lost in ipairs(overdue) do
    if claim.left == 0 then return end
    if lost.level == level and not lost.taken then
      lost.taken = true
      claim.has_more = true
      claim.left = claim.left - 1
      local m = lose(lost.id, lost.job, call('HGET', STATE, lost.id))
      if is_paused(types, lost.job) then
        claim.put_back[#claim.put_back + 1] = { id = lost.id, job = lost.job, more = m }
      else
        claim.ids[#claim.ids + 1], claim.jobs[#claim.jobs + 1] = lost.id, lost.job
      end
    end
  end
end

-- Jobs that wait since they were enqueued, where nothing else is due and no handle can be stale or held: as they come.
local function take_ready(level, claim)
  local handles = call('LPOP', READY[level], claim.left)
  if not handles then return end
  local ids, n = {}, #claim.ids
  for k = 1, #handles do
    local id = id_of(handles[k])
    ids[k] = id
    claim.ids[n + k] = id
  end
  local jobs = get(JOB, ids)
  for k = 1, #ids do claim.jobs[n + k] = jobs[k] end
  claim.left = claim.left - #ids
end

-- Of those that wait since they were enqueued, and of those that became due otherwise, in the order they became due. What is stale is
-- dropped on the way, and what is of a paused type put aside. True if there is more to look at.
local function take_waiting(level, claim)
  if not careful and #call('ZRANGEBYSCORE', LATER[level], '-inf', now, 'LIMIT', 0, 1) == 0 then
    return take_ready(level, claim)
  end
  claim.has_more = true
  local width, looked = claim.left, 0
  while claim.left > 0 do
    local later = call('ZRANGEBYSCORE', LATER[level], '-inf', now, 'WITHSCORES', 'LIMIT', 0, width)
    local fresh = call('LRANGE', READY[level], 0, width - 1)
    local laters = #later / 2
    if laters == 0 and #fresh == 0 then return false end
    local fresh_ids, later_ids = {}, {}
    for k = 1, #fresh do fresh_ids[k] = id_of(fresh[k]) end
    for k = 1, laters do later_ids[k] = id_of(later[2 * k - 1]) end
    local fresh_jobs, fresh_states, later_jobs = get(JOB, fresh_ids), get(STATE, fresh_ids), get(JOB, later_ids)
    local f, l, aside = 1, 1, {}
    while claim.left > 0 and (f <= #fresh or #fresh < width) and (l <= laters or laters < width) and (f <= #fresh or l <= laters) do
      local job = fresh_jobs[f]
      if f <= #fresh and not is_fresh(fresh[f], job, fresh_states[f]) then
        f = f + 1
      else
        local id, due, handle
        local from_later = l <= laters
        if from_later and f <= #fresh then
          local a, b = tonumber(later[2 * l]), created(job)
          from_later = a < b or (a == b and read('>I5', later[2 * l - 1]) < read('>I5', fresh[f]))
        end
        if from_later then
          handle, due, id, job = later[2 * l - 1], later[2 * l], later_ids[l], later_jobs[l]
          l = l + 1
        else
          handle, id = fresh[f], fresh_ids[f]
          due = types and created(job)
          f = f + 1
        end
        if is_paused(types, job) then
          aside[#aside + 1], aside[#aside + 2] = due, handle
        else
          claim.left = claim.left - 1
          claim.ids[#claim.ids + 1], claim.jobs[#claim.jobs + 1] = id, job
        end
      end
    end
    if f > 1 then call('LTRIM', READY[level], f - 1, -1) end
    local moved = {}
    for k = 1, l - 1 do moved[k] = later[2 * k - 1] end
    each('ZREM', LATER[level], moved)
    each('ZADD', HELD, aside)
    looked = looked + f + l
    if looked > LOOKED_AT_MAX then return true end
    width = CHUNK
  end
  return true
end

-- How long until there may be something, in milliseconds; -1 if nothing is to come.
local function until_next(levels)
  local first = nil
  local function see(member)
    local score = tonumber(member[2])
    if score and (not first or score < first) then first = score end
  end
  for k = 1, #levels do
    see(call('ZRANGE', LATER[tonumber(sub(levels, k, k)) + 1], 0, 0, 'WITHSCORES'))
  end
  see(call('ZRANGE', RUNNING, 0, 0, 'WITHSCORES'))
  return first and first < math.huge and math.max(0, first - now) or -1
end

-- Jobs straight from the lists of ready ones have nothing more.
local function hand_out(record, ids, jobs, has_more)
  return { record, now, ids, jobs, has_more and get(MORE, ids) or {}, 0 }
end

-- What a claim with this token holds, for one that was asked before: in the order of its levels, and of due times.
local function held(mark, levels)
  local ids, found, record = call('ZRANGE', RUNNING, 0, -1), {}, nil
  local states = get(STATE, ids)
  for k, state in ipairs(states) do
    if state and byte(state) == 82 and sub(state, 14, 13 + #mark) == mark then
      local id = ids[k]
      local job = call('HGET', JOB, id)
      record = record_of(state)
      found[#found + 1] = { id = id, job = job, level = string.find(levels, tostring(level_of(job) - 1), 1, true) or 9,
        due = more_of(call('HGET', MORE, id), job).due, number = read('>I5', job, 7) }
    end
  end
  table.sort(found, function(a, b)
    if a.level ~= b.level then return a.level < b.level end
    if a.due ~= b.due then return a.due < b.due end
    return a.number < b.number
  end)
  local sorted, jobs = {}, {}
  for k, one in ipairs(found) do sorted[k], jobs[k] = one.id, one.job end
  return record and hand_out(record, sorted, jobs, true)
end

local function put_back(record, one)
  call('ZREM', RUNNING, one.id)
  one.more.due, one.more.reason = now, ''
  call('HSET', MORE, one.id, more_text(one.more))
  call('HSET', STATE, one.id, state_text('W', 'l', now, '', record))
  wait(one.id, one.job, now, now, types)
end

-- When there are no handles any more, none is stale.
local function forget_staleness()
  if call('EXISTS', READY[1], READY[2], READY[3]) == 0 then call('HDEL', QUEUE, 'stale_ready') end
end

local function claim_one(levels, want, mark)
  local claim = { left = want, ids = {}, jobs = {}, put_back = {}, has_more = false }
  local more = false
  if not overdue then find_overdue() end
  for k = 1, #levels do
    local level = tonumber(sub(levels, k, k)) + 1
    take_over(level, claim)
    if claim.left > 0 then more = take_waiting(level, claim) or more end
  end
  if careful then forget_staleness() end
  if #claim.ids == 0 and #claim.put_back == 0 then
    return { '', now, {}, {}, {}, more and 0 or until_next(levels) }
  end
  local record = record_for(call('HINCRBY', QUEUE, 'claims', 1), mark)
  for _, one in ipairs(claim.put_back) do put_back(record, one) end
  local states, leases, running = {}, {}, 'R' .. record
  local lease_end = string.format('%.0f', now + lease) -- once, and not for each by redis.call
  for k, id in ipairs(claim.ids) do
    states[2 * k - 1], states[2 * k] = id, running
    leases[2 * k - 1], leases[2 * k] = lease_end, id
  end
  each('HSET', STATE, states)
  each('ZADD', RUNNING, leases)
  local answer = hand_out(record, claim.ids, claim.jobs, claim.has_more)
  answer[7] = #claim.put_back
  return answer
end

-- Answers each demand, in their order.
local function claim_all(asked, moment)
  now, worker, lease = moment, asked.worker, asked.lease
  types = paused_types()
  careful = types or call('HEXISTS', QUEUE, 'stale_ready') == 1
  local answers = {}
  local paused = call('HEXISTS', QUEUE, 'paused') == 1
  for k, demand in ipairs(asked.demands) do
    local levels, want, mark = demand[1], demand[2], demand[3]
    local before = asked.again and held(mark, levels)
    answers[k] = before or (paused and { '', now, {}, {}, {}, -1 }) or claim_one(levels, want, mark)
  end
  return answers
end
