-- includes: jobs lanes
-- Lets jobs wait again whose type is paused no more: now, how many held ones to pass over.
-- Answers with how many to pass over next, or -1 at the end.
local types, offset = paused_types(), tonumber(ARGV[2])
local handles = call('ZRANGE', HELD, offset, offset + CHUNK - 1, 'WITHSCORES')
local ids = {}
for k = 1, #handles / 2 do ids[k] = id_of(handles[2 * k - 1]) end
local jobs = get(JOB, ids)
local moved, later = {}, { {}, {}, {} }
for k = 1, #ids do
  if not is_paused(types, jobs[k]) then
    moved[#moved + 1] = handles[2 * k - 1]
    local list = later[level_of(jobs[k])]
    list[#list + 1], list[#list + 2] = handles[2 * k], handles[2 * k - 1]
  end
end
each('ZREM', HELD, moved)
for level = 1, 3 do each('ZADD', LATER[level], later[level]) end
if #moved > 0 then tell() end
if #ids == CHUNK then return offset + #ids - #moved end
call('HDEL', QUEUE, 'unholding')
return -1
