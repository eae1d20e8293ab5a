-- What is kept of a job: its handle, its state, what most jobs never have, its attempts.
local TRIED_MAX = 20

-- A handle is a job's number, which orders handles as jobs came, and its id.
local function id_of(handle) return sub(handle, 6) end
local function handle_of(id, job) return sub(job, 7, 11) .. id end
local function created(job) return (read('>I6', job)) end
local function level_of(job) return byte(job, 12) % 4 + 1 end
local function type_of(job) return sub(job, 14, 13 + byte(job, 13)) end

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

-- All there is of a job.
local function row(id, job)
  return { job, call('HGET', STATE, id), call('HGET', MORE, id), call('HGET', TRIED, id), call('HGET', RESULT, id),
    call('ZSCORE', RUNNING, id) }
end

-- The letter of a state.
local function letter_of(state) return state and sub(state, 1, 1) or 'W' end
