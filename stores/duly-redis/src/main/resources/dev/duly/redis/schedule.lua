-- includes: audit
-- What is done to schedules: now, the act (put, pause, resume, remove, fire or amend), then in MessagePack:
--   number, who   put, pause, resume, remove: eight bytes that name the act, and whose it is
--   id            pause, resume, remove, amend
--   next          resume: the first time from now on, in milliseconds; 0 if there is none
--   entries       put: of each its id, what it is, and next
--   firings       fire: of each its id, the revision that was planned for, next, the queue and job that was fired last ('' if none),
--                 its ticks, each its time and what is kept of it, and its jobs, each its id and its line in the outbox
--   nominal, tick, last   amend, since another job holds the unique key: a time that was fired, what is kept of it now, and the queue and job
--                 that was fired last ('' if none)
-- Keys: what each is, where each stands, those that are due by time, ids in order, a counter, the acts on no queue, the outbox of no
-- queue; then the ledger of each, zsets by time. Where one stands: revision (6 bytes), whether it is paused (1), next (6), and its last job.
-- Answers with how many were changed; fire with a letter each: A applied, L lost.
local WHAT, WHERE, NEXT, IDS, COUNTER, LEFT = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[7]
AUDIT = KEYS[6]
local LEDGERS, TICKS_MAX = 7, 1000
local now, act, given = clock(ARGV[1]), ARGV[2], cmsgpack.unpack(ARGV[3])

local function find(id)
  local text = call('HGET', WHERE, id)
  if not text then return nil end
  local revision, paused, next_at = read('>I6BI6', text)
  return { revision = revision, paused = paused, next_at = next_at, last = sub(text, 14) }
end

local function save(id, s)
  call('HSET', WHERE, id, pack('>I6BI6', call('INCR', COUNTER), s.paused, s.next_at) .. s.last)
  if s.paused == 0 and s.next_at > 0 then
    call('ZADD', NEXT, s.next_at, id)
  else
    call('ZREM', NEXT, id)
  end
end

local acts = {}

function acts.put()
  for _, entry in ipairs(given.entries) do
    local id = entry[1]
    local s = find(id) or { paused = 0, last = '' }
    s.next_at = entry[3]
    call('HSET', WHAT, id, entry[2])
    call('ZADD', IDS, 0, id)
    save(id, s)
  end
  return #given.entries
end

local function set_paused(paused)
  local s = find(given.id)
  if not s or s.paused == paused then return 0 end
  s.paused = paused
  s.next_at = given.next or s.next_at
  save(given.id, s)
  return 1
end

function acts.pause() return set_paused(1) end

function acts.resume() return set_paused(0) end

function acts.remove()
  local removed = call('HDEL', WHAT, given.id)
  call('HDEL', WHERE, given.id)
  call('ZREM', NEXT, given.id)
  call('ZREM', IDS, given.id)
  call('DEL', KEYS[LEDGERS + 1])
  return removed
end

local function fire(firing, ledger)
  local id, revision, next_at, last, ticks, jobs = unpack(firing)
  local s = find(id)
  if not s or s.revision ~= revision then return 'L' end
  s.next_at = next_at
  if last ~= '' then s.last = last end
  save(id, s)
  for k = 1, #ticks, 2 do call('ZADD', ledger, ticks[k], ticks[k + 1]) end
  call('ZREMRANGEBYRANK', ledger, 0, -1 - TICKS_MAX)
  each('HSET', LEFT, jobs)
  return 'A'
end

if act == 'amend' then
  local s = find(given.id)
  if not s then return 0 end
  local ledger = KEYS[LEDGERS + 1]
  call('ZREMRANGEBYSCORE', ledger, given.nominal, given.nominal)
  call('ZADD', ledger, given.nominal, given.tick)
  call('HSET', WHERE, given.id, pack('>I6BI6', s.revision, s.paused, s.next_at) .. given.last)
  return 1
end

if act == 'fire' then
  local answers = {}
  for k, firing in ipairs(given.firings) do answers[k] = fire(firing, KEYS[LEDGERS + k]) end
  return concat(answers)
end
local changed = acts[act]()
if changed > 0 then
  audit(now, given.number, given.who, act == 'put' and 'schedule' or act .. '-schedule', given.id or given.entries[1][1], 0)
end
return changed
