-- The keys of a queue, and what every script needs. A queue is a fixed set of keys under one hash tag, declared all by every script; a script is
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
local NOTE = KEYS[24]      -- hash: id -> what its handlers said
local UNIQUE = KEYS[25]    -- hash: a unique key -> the id of its job; an id -> on which terms it has which key

local call, pack, read = redis.call, struct.pack, struct.unpack
local sub, byte, concat = string.sub, string.byte, table.concat
local CHUNK = 1000 -- unpack fails at 8000 values

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
