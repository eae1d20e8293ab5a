-- Unique keys. A key's job is in the field k and the key; on which terms a job has its key in the field j and the job's id: f, s or t for
-- until it has finished, until it has started, or for a time; until when (6 bytes), how long the part of its body is that says how it is
-- run (4), and the key. Nothing is done when a job ends: who asks for its key looks whether it still holds.

local function terms_of(id) return call('HGET', UNIQUE, 'j' .. id) end
local function key_of(terms) return sub(terms, 12) end

-- The job that holds a key now: its id, what it is, its state and its terms; nothing if there is none.
local function holder_of(key, now)
  local id = call('HGET', UNIQUE, 'k' .. key)
  local terms = id and terms_of(id)
  if not terms then return nil end
  local job, state = call('HGET', JOB, id), call('HGET', STATE, id)
  local mode, letter, holds = sub(terms, 1, 1), letter_of(state), false
  if mode == 't' then
    holds = read('>I6', terms, 2) > now
  elseif mode == 's' then
    holds = letter .. record_of(state) == 'W' -- never claimed
  else
    holds = string.find('WR', letter, 1, true)
  end
  return holds and job and id, job, state, terms
end

local function take_key(id, terms)
  call('HSET', UNIQUE, 'k' .. key_of(terms), id, 'j' .. id, terms)
end

-- Jobs go, and their keys with them, but for one that is another job's by now.
local function free_keys(ids)
  local fields = {}
  for k, id in ipairs(ids) do fields[k] = 'j' .. id end
  for k, terms in ipairs(get(UNIQUE, fields)) do
    local key = terms and 'k' .. key_of(terms)
    if key then call('HDEL', UNIQUE, fields[k]) end
    if key and call('HGET', UNIQUE, key) == ids[k] then call('HDEL', UNIQUE, key) end
  end
end

-- A waiting job lies nowhere any more.
local function forget_waiting(id, job)
  local handle = handle_of(id, job)
  local found = call('ZREM', LATER[level_of(job)], handle) + call('ZREM', HELD, handle)
  -- A handle in the list of ready ones is stale from now on, and dropped when it is seen.
  if found == 0 then call('HSET', QUEUE, 'stale_ready', '1') end
end

-- A waiting job waits for another time, never one before now; why it was parked is of the past.
local function wait_for(id, job, state, due, now)
  local m = more_of(call('HGET', MORE, id), job)
  m.due, m.reason = math.max(now, byte(due) == 43 and now + tonumber(sub(due, 2)) or tonumber(due) or now), ''
  call('HSET', STATE, id, state_text('W', state and sub(state, 2, 2) or '-', now, '', record_of(state)))
  call('HSET', MORE, id, more_text(m))
  wait(id, job, m.due, now, paused_types())
end

-- Where in a body the part begins that says how a job is run: after its type and what its payload is.
local function options_at(body)
  local at = 3 + byte(body, 2)
  if byte(body) % 8 < 4 then
    at = at + 6 + read('>I2', body, at)
    at = at + 1 + (byte(body, at) == 1 and 2 + read('>I2', body, at + 1) or 0)
  end
  return at
end

-- A waiting job gets the payload, due time and priority of a newer one; it stays the job that it is.
local function replace(id, job, state, terms, newer)
  local its, body = sub(job, 12), newer.body
  local from, at = options_at(its), options_at(body)
  forget_waiting(id, job)
  job = sub(job, 1, 11) .. sub(body, 1, at - 1) .. sub(its, from, from + read('>I4', terms, 8) - 1) .. sub(body, at + newer.options)
  call('HSET', JOB, id, job)
  wait_for(id, job, state, newer.due, newer.now)
end

-- The answer to a new job whose key is held, D, J or P for the same, rejected or replaced, and the holder's id.
local function meet(id, job, state, terms, newer)
  local answer = 'D'
  if newer.on == 'j' then
    answer = 'J'
  elseif newer.on == 'p' then
    if type_of(job) ~= type_of(sub(job, 1, 11) .. newer.body) then
      answer = 'J'
    elseif letter_of(state) == 'W' then
      replace(id, job, state, terms, newer)
      answer = 'P'
    end
  end
  return answer .. id
end

-- Stores jobs of which some have unique keys, each after those before it; else as store does. The due of one with a key is ! and, packed:
-- the due time, its terms but for the key, with how long it holds it; what becomes of it if the key is held; and the key. To what store
-- answers come negative places, from -1 on, of those whose key was held, with the answer of meet.
local function store_unique(ids, dues, bodies, now)
  local taken, from = {}, 1
  local function store_until(last)
    local some_ids, some_dues, some_bodies = {}, {}, {}
    for k = from, last do
      some_ids[#some_ids + 1], some_dues[#some_dues + 1], some_bodies[#some_bodies + 1] = ids[k], dues[k], bodies[k]
    end
    local some = store(some_ids, some_dues, some_bodies, now)
    for k = 1, #some, 2 do
      taken[#taken + 1], taken[#taken + 2] = some[k] + from - 1, some[k + 1]
    end
  end
  for k, id in ipairs(ids) do
    local text = dues[k]
    if byte(text) == 33 then
      store_until(k - 1)
      from = k + 1
      local at = 3 + byte(text, 2)
      local mode, time, on = sub(text, at, at), read('>I6', text, at + 1), sub(text, at + 11, at + 11)
      local newer = { due = sub(text, 3, at - 1), on = on, options = read('>I4', text, at + 7), body = bodies[k], now = now }
      local key = sub(text, at + 12)
      local job = call('HGET', JOB, id)
      local holder, its_job, its_state, its_terms = holder_of(key, now)
      if job then
        taken[#taken + 1], taken[#taken + 2] = k - 1, job
      elseif holder then
        taken[#taken + 1], taken[#taken + 2] = -k, meet(holder, its_job, its_state, its_terms, newer)
      else
        store({ id }, { newer.due }, { newer.body }, now)
        take_key(id, mode .. pack('>I6', now + time) .. pack('>I4', newer.options) .. key)
      end
    end
  end
  store_until(#ids)
  return taken
end

-- Stores jobs, whatever keys they have.
local function store_any(ids, dues, bodies, now)
  for _, due in ipairs(dues) do
    if byte(due) == 33 then return store_unique(ids, dues, bodies, now) end
  end
  return store(ids, dues, bodies, now)
end
