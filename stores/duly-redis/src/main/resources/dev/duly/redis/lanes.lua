-- Where jobs wait: a list of ready ones and a set of later ones for each level, and apart from them those of paused types.

-- The types that are paused, each between two bars; false if none is.
local function paused_types()
  return call('HGET', QUEUE, 'types')
end

local function is_paused(types, job)
  return types and string.find(types, '|' .. type_of(job) .. '|', 1, true) ~= nil
end

local function tell()
  call('PUBLISH', QUEUE, '')
end

-- Puts a job where it waits, by its due time.
local function wait(id, job, due, now, types)
  if is_paused(types, job) then
    call('ZADD', HELD, due, handle_of(id, job))
  else
    call('ZADD', LATER[level_of(job)], due, handle_of(id, job))
    if due < now + 1000 then tell() end -- a worker that waits looks once a second anyway
  end
end

-- Stores jobs that are not stored yet. Answers with place and stored job of each that is.
local function store(ids, dues, bodies, now)
  local types = paused_types()
  local number = tonumber(call('HGET', QUEUE, 'number'))
  local held = get(JOB, ids)
  local taken, jobs, order, more = {}, {}, {}, {}
  local ready = { {}, {}, {} }
  local later = { {}, {}, {} }
  local parked = {}
  local at = pack('>I6', now)
  local news = false
  for k = 1, #ids do
    if held[k] then
      taken[#taken + 1] = k - 1
      taken[#taken + 1] = held[k]
    else
      number = number + 1
      local id, due, mark = ids[k], dues[k], pack('>I5', number)
      local job = at .. mark .. bodies[k]
      local handle = mark .. id
      jobs[#jobs + 1] = id
      jobs[#jobs + 1] = job
      order[#order + 1] = handle
      local level = level_of(job)
      if due ~= '' then
        due = byte(due) == 43 and now + tonumber(sub(due, 2)) or tonumber(due)
        local m = more_of(false, job)
        m.due = due
        more[#more + 1] = id
        more[#more + 1] = more_text(m)
      end
      if is_paused(types, job) then
        parked[#parked + 1] = due == '' and now or due
        parked[#parked + 1] = handle
      elseif due == '' then
        local list = ready[level]
        list[#list + 1] = handle
      else
        local list = later[level]
        list[#list + 1] = due
        list[#list + 1] = handle
        news = news or due < now + 1000
      end
    end
  end
  if #jobs > 0 then
    each('HSET', JOB, jobs)
    each('RPUSH', ORDER, order)
    call('HSET', QUEUE, 'number', string.format('%.0f', number))
    each('HSET', MORE, more)
    each('ZADD', HELD, parked)
    for level = 1, 3 do
      if #ready[level] > 0 then
        -- Where a job lay already, no worker waits in vain.
        news = news or call('EXISTS', READY[level]) == 0
        each('RPUSH', READY[level], ready[level])
      end
      each('ZADD', LATER[level], later[level])
    end
    if news then tell() end
  end
  return taken
end

-- Whether a handle in a list still stands for a job that waits there since it was enqueued.
local function is_fresh(handle, job, state)
  return job and not state and sub(job, 7, 11) == sub(handle, 1, 5)
end
