-- Settles. A settlement is a table:
--   verb      c complete, r retry, l release, x cancel, d dead-letter
--   claim     the record of the claim
--   from, to  where in ARGV the ids stand of jobs that are completed, about which there is nothing else to say; for the others
--   id        of the job
--   delay     retry, release: until the job is due, in milliseconds
--   ran       retry, cancel, dead-letter: for how many milliseconds; absent if the handler was never started
--   failure   retry, dead-letter
--   reason    release, cancel, dead-letter
--   lost, released, parked   release: the streaks
--   result    complete: absent if there is none
--   notes     what its handler said, see notes.lua; absent if nothing
--   follow_ups   complete, cancel, dead-letter: of each its queue ('' for this one), id, due and body; absent if there are none

local met = {} -- of follow-ups whose unique key was held: the id, and what became of it (unique.lua)

-- Follow-ups for other queues are left in the outbox, for they are not this script's to store.
local function store_follow_ups(jobs, now)
  local ids, dues, bodies, leaving = {}, {}, {}, {}
  for _, job in ipairs(jobs) do
    local queue, id, due, body = job[1], job[2], job[3], job[4]
    if queue == '' then
      ids[#ids + 1], dues[#dues + 1], bodies[#bodies + 1] = id, due, body
    else
      if byte(due) == 43 then due = string.format('%.0f', now + tonumber(sub(due, 2))) end
      local length = #due < 255 and pack('>B', #due) or pack('>BI2', 255, #due)
      leaving[#leaving + 1] = id
      leaving[#leaving + 1] = pack('>B', #queue) .. queue .. length .. due .. body
    end
  end
  each('HSET', OUTBOX, leaving)
  local taken = store_any(ids, dues, bodies, now)
  for k = 1, #taken, 2 do
    if taken[k] < 0 then met[#met + 1], met[#met + 2] = ids[-taken[k]], taken[k + 1] end
  end
end

local function complete_all(s, now, outcomes)
  local ids = { unpack(ARGV, s.from, s.to) }
  local states = call('HMGET', STATE, unpack(ids))
  local running, ended = 'R' .. s.claim, state_text('C', 'c', now, '', s.claim)
  local done, sets = {}, {}
  for k = 1, #ids do
    local applied = states[k] == running
    if applied then
      local d = #done + 1
      done[d] = ids[k]
      sets[2 * d - 1] = ids[k]
      sets[2 * d] = ended
    end
    outcomes[#outcomes + 1] = (applied or was_led_here(states[k], 'c', s.claim)) and 'A' or 'L'
  end
  if #done > 0 then
    call('ZREM', RUNNING, unpack(done))
    each('HSET', STATE, sets)
    call('RPUSH', COMPLETED, unpack(done))
  end
end

-- The attempt, with the time it began.
local function remember_tried(s, m, now, outcome)
  local started = s.ran and now - s.ran or read('>I6', s.claim, 7)
  remember(s.id, m.attempts + 1, started, now, outcome, s.claim, s.failure or '')
end

-- What a verb makes of a job whose claim is current: it changes m, what most jobs never have, and answers with the next state's letter
-- and its reason.
local apply = {}

function apply.c(s, m)
  m.lost_row = 0
  if s.result then call('HSET', RESULT, s.id, s.result) end
  call('RPUSH', COMPLETED, s.id)
  return 'C', ''
end

function apply.r(s, m, now)
  remember_tried(s, m, now, 'r')
  m.due, m.attempts, m.lost_row, m.released, m.parked = now + s.delay, m.attempts + 1, 0, 0, 0
  return 'W', ''
end

function apply.l(s, m, now)
  m.due, m.lost_row, m.released, m.parked = now + s.delay, s.lost, s.released, s.parked
  m.reason = s.reason
  return 'W', ''
end

function apply.x(s, m, now, job)
  remember_tried(s, m, now, 'c')
  if s.ran then m.lost_row = 0 end
  call('ZADD', CANCELLED, now, handle_of(s.id, job))
  return 'X', s.reason
end

function apply.d(s, m, now, job)
  remember_tried(s, m, now, 'd')
  if s.ran then
    m.lost_row, m.attempts = 0, m.attempts + 1
  end
  call('ZADD', DEAD, now, handle_of(s.id, job))
  return 'D', s.reason
end

local function settle_one(s, now, outcomes)
  local id = s.id
  local state = call('HGET', STATE, id)
  if state ~= 'R' .. s.claim then
    outcomes[#outcomes + 1] = was_led_here(state, s.verb, s.claim) and 'A' or 'L'
    return
  end
  outcomes[#outcomes + 1] = 'A'
  if s.notes then note(id, s.claim, s.notes, now) end
  local job = call('HGET', JOB, id)
  local m = more_of(call('HGET', MORE, id), job)
  m.reason = ''
  local letter, reason = apply[s.verb](s, m, now, job)
  call('ZREM', RUNNING, id)
  call('HSET', STATE, id, state_text(letter, s.verb, now, reason, s.claim))
  call('HSET', MORE, id, more_text(m))
  if letter == 'W' then wait(id, job, m.due, now, paused_types()) end
  if s.follow_ups then store_follow_ups(s.follow_ups, now) end
end

-- Adds a letter for each job, A applied or L lost.
local function settle(s, now, outcomes)
  if s.from then complete_all(s, now, outcomes) else settle_one(s, now, outcomes) end
end
