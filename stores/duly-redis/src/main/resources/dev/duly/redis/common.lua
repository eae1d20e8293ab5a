-- What every script begins with. A queue is a fixed set of keys under one hash tag, declared all by every script; a script is
-- one step of the queue's own history. Commands take many arguments at once, since each redis.call costs as much as ten of them.
local JOB = KEYS[1]        -- hash: id -> when created (6 bytes), number (5), body as the client made it
local STATE = KEYS[2]      -- hash: id -> its state; a job without one waits and has never been claimed
local MORE = KEYS[3]       -- hash: id -> what most jobs never have: another due time, attempts, streaks, a wish to cancel
local TRIED = KEYS[4]      -- hash: id -> its last attempts
local RESULT = KEYS[5]     -- hash: id -> what it came to
local READY = { KEYS[6], KEYS[7], KEYS[8] }     -- lists, one a level: handles, as enqueued; some may be stale
local LATER = { KEYS[9], KEYS[10], KEYS[11] }   -- zsets, one a level: handles by due time
local HELD = KEYS[12]      -- zset: handles of paused types by due time
local RUNNING = KEYS[13]   -- zset: id -> end of its lease
local COMPLETED = KEYS[14] -- list: ids, as completed; some may be stale
local DEAD = KEYS[15]      -- zset: handles by time of death
local CANCELLED = KEYS[16] -- zset: handles by time
local QUEUE = KEYS[17]     -- hash: the queue's own fields; its name is the channel on which news are published, too
local ORDER = KEYS[18]     -- list: handles of all jobs, the newest last; some may be stale
local OLD = KEYS[19]       -- zset: handles of jobs that outlived the list, by number
local AUDIT = KEYS[20]     -- list: what people did, the latest last
local OUTBOX = KEYS[21]    -- hash: id -> a follow-up job on its way to another queue
local REPORT = KEYS[22]    -- hash: a row of a session's report -> when it was last written (6 bytes), what was settled
local REPORTED = KEYS[23]  -- zset: the same rows by that time

local call, pack, read = redis.call, struct.pack, struct.unpack
local sub, byte, concat = string.sub, string.byte, table.concat
local CHUNK = 1000 -- unpack fails at 8000 values
local AUDIT_MAX = 10000
local TRIED_MAX = 20

-- A handle is a job's number, which orders handles as jobs came, and its id.
local function id_of(handle) return sub(handle, 6) end
local function handle_of(id, job) return sub(job, 7, 11) .. id end
local function created(job) return (read('>I6', job)) end
local function level_of(job) return byte(job, 12) % 4 + 1 end
local function type_of(job) return sub(job, 14, 13 + byte(job, 13)) end

-- Milliseconds by Redis's clock, unless a test gives them.
local function clock(given)
  if given ~= '' then return tonumber(given) end
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function each(command, key, values)
  for from = 1, #values, CHUNK do
    call(command, key, unpack(values, from, math.min(from + CHUNK - 1, #values)))
  end
end

local function get(key, ids)
  if #ids <= CHUNK then
    return #ids == 0 and {} or call('HMGET', key, unpack(ids))
  end
  local all = {}
  for from = 1, #ids, CHUNK do
    for k, value in ipairs(call('HMGET', key, unpack(ids, from, math.min(from + CHUNK - 1, #ids)))) do
      all[from + k - 1] = value
    end
  end
  return all
end

-- The types that are paused, each between two bars; false if none is.
local function paused_types()
  return call('HGET', QUEUE, 'types')
end

local function is_paused(types, job)
  return types and string.find(types, '|' .. type_of(job) .. '|', 1, true) ~= nil
end

-- What most jobs never have, as a table.
local function more_of(text, job)
  if not text then
    return { due = created(job), attempts = 0, lost = 0, lost_row = 0, released = 0, parked = 0, cancel = 0, reason = '' }
  end
  local due, attempts, lost, lost_row, released, parked, cancel = read('>I6I2I4I2I2I2B', text)
  return { due = due, attempts = attempts, lost = lost, lost_row = lost_row, released = released, parked = parked,
    cancel = cancel, reason = sub(text, 20) }
end

local function more_text(m)
  return pack('>I6I2I4I2I2I2B', m.due, m.attempts, m.lost, m.lost_row, m.released, m.parked, m.cancel) .. m.reason
end

-- A state is R and the record of the claim; or a letter, the verb that led there, when, a reason, and the record of the last claim.
local function state_text(letter, verb, at, reason, record)
  return letter .. verb .. pack('>I6B', at, #reason) .. reason .. record
end

local function record_of(state)
  if not state then return '' end
  if byte(state) == 82 then return sub(state, 2) end
  return sub(state, 10 + byte(state, 9))
end

-- Whether this verb of this claim led to the state, so that the same settlement sent again is known.
local function was_led_here(state, verb, record)
  return state and byte(state) ~= 82 and sub(state, 2, 2) == verb and record_of(state) == record
end

-- Appends to a job's attempts, of which the last are kept.
local function remember(id, number, started, ended, outcome, record, failure)
  local entry = pack('>I2I6I6', number, started, ended) .. outcome .. pack('>B', math.max(0, #record - 24)) .. sub(record, 25) .. failure
  local entries = (call('HGET', TRIED, id) or '') .. pack('>I4', #entry) .. entry
  local count, at = 0, 1
  while at <= #entries do
    count = count + 1
    at = at + 4 + read('>I4', entries, at)
  end
  if count > TRIED_MAX then
    entries = sub(entries, 5 + read('>I4', entries))
  end
  call('HSET', TRIED, id, entries)
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
    if due < now + 1000 then tell() end -- whoever waits looks once a second anyway
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
        -- Where something lay already, nobody waits in vain.
        news = news or call('EXISTS', READY[level]) == 0
        each('RPUSH', READY[level], ready[level])
      end
      each('ZADD', LATER[level], later[level])
    end
    if news then tell() end
  end
  return taken
end

-- All there is of a job.
local function row(id, job)
  return { job, call('HGET', STATE, id), call('HGET', MORE, id), call('HGET', TRIED, id), call('HGET', RESULT, id),
    call('ZSCORE', RUNNING, id) }
end

-- The letter of a state.
local function letter_of(state) return state and sub(state, 1, 1) or 'W' end

-- Whether a handle in a list still stands for a job that waits there since it was enqueued.
local function is_fresh(handle, job, state)
  return job and not state and sub(job, 7, 11) == sub(handle, 1, 5)
end

-- A line of what people did: eight bytes that the lines of one act share, whatever the queue, then who did what to what, and to how
-- many jobs; no target is the queue itself.
local function audit(now, number, who, act, target, jobs)
  call('RPUSH', AUDIT, pack('>I6I4', now, jobs) .. number .. pack('>B', #act) .. act .. pack('>I2', #who) .. who
    .. pack('>I2', #target) .. target)
  call('LTRIM', AUDIT, -AUDIT_MAX, -1)
end
