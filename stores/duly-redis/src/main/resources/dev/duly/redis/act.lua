-- includes: jobs lanes unique audit
-- A person's act on jobs: now, eight bytes that name it, who, which act, the first job it was asked for, an
-- argument, then ids.
-- Answers with a letter each: D done, A asked, N not stored, W in a state in which this cannot be done, K its unique key is held.
local now, number, who, act, first, argument = clock(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local types = paused_types()

local acts = {}

local function save(id, state, m)
  call('HSET', STATE, id, state)
  call('HSET', MORE, id, more_text(m))
end

local function is(state, letters)
  return string.find(letters, letter_of(state), 1, true)
end

local function verb_of(state)
  return state and byte(state) ~= 82 and sub(state, 2, 2) or '-'
end

acts['retry'] = function(id, job, state)
  if not is(state, 'DX') then return 'W' end
  local terms = terms_of(id)
  if terms and byte(terms) == 102 then
    if holder_of(key_of(terms), now) then return 'K' end
    take_key(id, terms)
  end
  local m = more_of(call('HGET', MORE, id), job)
  m.due, m.attempts, m.lost_row, m.released, m.parked, m.cancel = now, 0, 0, 0, 0, 0
  save(id, state_text('W', verb_of(state), now, '', record_of(state)), m)
  call('ZREM', is(state, 'D') and DEAD or CANCELLED, handle_of(id, job))
  if argument ~= '' then call('HSET', JOB, id, sub(job, 1, 11) .. argument) end
  wait(id, job, now, now, types)
  return 'D'
end

acts['cancel'] = function(id, job, state)
  local m = more_of(call('HGET', MORE, id), job)
  if is(state, 'R') then
    m.cancel = 1
    call('HSET', MORE, id, more_text(m))
    return 'A'
  elseif not is(state, 'W') then
    return 'W'
  end
  forget_waiting(id, job)
  m.reason = ''
  save(id, state_text('X', verb_of(state), now, 'cancelled', record_of(state)), m)
  call('ZADD', CANCELLED, now, handle_of(id, job))
  return 'D'
end

acts['reschedule'] = function(id, job, state)
  if not is(state, 'W') then return 'W' end
  forget_waiting(id, job)
  wait_for(id, job, state, argument, now)
  return 'D'
end

acts['delete'] = function(id, job, state)
  if not is(state, 'WCXD') then return 'W' end
  local handle = handle_of(id, job)
  if is(state, 'W') then forget_waiting(id, job) end
  if is(state, 'C') then call('HINCRBY', QUEUE, 'stale', 1) end
  call('ZREM', DEAD, handle)
  call('ZREM', CANCELLED, handle)
  call('ZREM', OLD, handle)
  free_keys({ id })
  for _, key in ipairs({ JOB, STATE, MORE, TRIED, RESULT, NOTE }) do call('HDEL', key, id) end
  return 'D'
end

acts['discard'] = function(id, job, state)
  return is(state, 'D') and acts['delete'](id, job, state) or 'W'
end

acts['edit'] = function(id, job, state)
  if not is(state, 'WXD') then return 'W' end
  call('HSET', JOB, id, sub(job, 1, 11) .. argument)
  return 'D'
end

local answers, done, asked = {}, 0, false
for k = 7, #ARGV do
  local id = ARGV[k]
  local job = call('HGET', JOB, id)
  local answer = job and acts[act](id, job, call('HGET', STATE, id)) or 'N'
  if answer == 'D' or answer == 'A' then done = done + 1 end
  asked = asked or answer == 'A'
  answers[#answers + 1] = answer
end
if asked then call('PUBLISH', QUEUE, 'stop') end
if done > 0 then audit(now, number, who, act, first, done) end
return concat(answers)
