-- includes: jobs lanes unique audit
-- Keeps dead letters from elsewhere: now, eight bytes that name the act, who, the first job of all, then of each: id, body, when it
-- was created (6 bytes), what most jobs never have, its state, its attempts, the time of its death, and the terms of its unique key (unique.lua) or nothing. Answers as enqueue does.
if call('HEXISTS', QUEUE, 'number') == 0 then return false end
local now, number, who, first = clock(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local EACH = 8
local ids, dues, bodies = {}, {}, {}
for k = 5, #ARGV, EACH do
  ids[#ids + 1], dues[#dues + 1], bodies[#bodies + 1] = ARGV[k], '', ARGV[k + 1]
end
local known = get(JOB, ids)
local taken = store(ids, dues, bodies, now)
local imported = 0
for k, id in ipairs(ids) do
  if not known[k] then
    local at = 5 + EACH * (k - 1)
    local job = ARGV[at + 2] .. sub(call('HGET', JOB, id), 7)
    call('HSET', JOB, id, job)
    call('HSET', MORE, id, ARGV[at + 3])
    call('HSET', STATE, id, ARGV[at + 4])
    call('HSET', TRIED, id, ARGV[at + 5])
    if ARGV[at + 7] ~= '' then call('HSET', UNIQUE, 'j' .. id, ARGV[at + 7]) end
    call('ZREM', HELD, handle_of(id, job))
    call('ZADD', DEAD, ARGV[at + 6], handle_of(id, job))
    imported = imported + 1
  end
end
if imported > 0 then call('HSET', QUEUE, 'stale_ready', '1') end
if imported > 0 then audit(now, number, who, 'import', first, imported) end
return taken
