-- includes: jobs lanes unique
-- Deletes jobs that have been over for long: now, for how long completed and cancelled ones are kept in milliseconds and how many
-- completed ones, '' for ever or all, at most how many to delete, and for how long reports are kept. Answers with how many it deleted, how many follow-up jobs lie in
-- the outbox, and whether jobs are held whose type is paused no more.
local now, keep_completed, keep_cancelled, most, limit = clock(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local forgotten = 0

local function forget(ids, handles)
  if call('EXISTS', UNIQUE) == 1 then free_keys(ids) end
  for _, key in ipairs({ JOB, STATE, MORE, TRIED, RESULT, NOTE }) do each('HDEL', key, ids) end
  each('ZREM', OLD, handles)
  forgotten = forgotten + #ids
end

local function prune_completed()
  local ids = call('LRANGE', COMPLETED, 0, limit - 1)
  local states, jobs = get(STATE, ids), get(JOB, ids)
  local stale = tonumber(call('HGET', QUEUE, 'stale') or 0)
  local too_many = most ~= '' and call('LLEN', COMPLETED) - stale - tonumber(most) or 0
  local gone, handles, looked = {}, {}, 0
  local forgot = {}
  for k, id in ipairs(ids) do
    if letter_of(states[k]) ~= 'C' or forgot[id] then
      stale = stale - 1 -- deleted, whatever it became since
    elseif too_many > #gone or (keep_completed ~= '' and read('>I6', states[k], 3) <= now - tonumber(keep_completed)) then
      gone[#gone + 1], handles[#handles + 1] = id, handle_of(id, jobs[k])
      forgot[id] = true
    else
      break
    end
    looked = looked + 1
  end
  if looked > 0 then
    call('LTRIM', COMPLETED, looked, -1)
    call('HSET', QUEUE, 'stale', stale)
    forget(gone, handles)
  end
end

local function prune_cancelled()
  local handles = call('ZRANGEBYSCORE', CANCELLED, '-inf', now - tonumber(keep_cancelled), 'LIMIT', 0, limit)
  local ids = {}
  for k, handle in ipairs(handles) do ids[k] = id_of(handle) end
  each('ZREM', CANCELLED, handles)
  forget(ids, handles)
end

-- The list of all jobs loses from its old end what is no longer stored; what is, and would make it much longer than there are jobs,
-- goes on living elsewhere.
local function shorten_order()
  local handles = call('LRANGE', ORDER, 0, 2 * limit - 1)
  local ids = {}
  for k, handle in ipairs(handles) do ids[k] = id_of(handle) end
  local jobs = get(JOB, ids)
  local spare = call('LLEN', ORDER) - 2 * call('HLEN', JOB) - CHUNK
  local old, looked = {}, 0
  for k, handle in ipairs(handles) do
    local stored = jobs[k] and handle_of(ids[k], jobs[k]) == handle
    if stored and spare <= looked then break end
    if stored then old[#old + 1], old[#old + 2] = read('>I5', handle), handle end
    looked = looked + 1
  end
  if looked > 0 then call('LTRIM', ORDER, looked, -1) end
  each('ZADD', OLD, old)
end

local function prune_reports()
  local rows = call('ZRANGEBYSCORE', REPORTED, '-inf', now - tonumber(ARGV[6]) - 1, 'LIMIT', 0, limit)
  each('HDEL', REPORT, rows)
  each('ZREM', REPORTED, rows)
end

prune_reports()
if keep_completed ~= '' or most ~= '' then prune_completed() end
if keep_cancelled ~= '' then prune_cancelled() end
shorten_order()
return { forgotten, call('HLEN', OUTBOX), call('HEXISTS', QUEUE, 'unholding') }
