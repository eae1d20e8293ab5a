-- includes: jobs
-- Lists jobs, the newest first: now, what ('order', or 'dead': the latest death first), how many, and where to go on: before this
-- number, and before or at this time of death; then how much of a job and of a result is sent.
-- Answers with the time of death and number of the last that was looked at, whether there are more, and of each job its handle, all
-- there is of it, and how long job and result are.
local dead, limit, number = ARGV[2] == 'dead', tonumber(ARGV[3]), tonumber(ARGV[4])
local bytes = tonumber(ARGV[6])
local handles, scores, more = {}, {}, false

local function number_of(handle) return (read('>I5', handle)) end

if dead then
  local died = tonumber(ARGV[5])
  local from = call('ZCOUNT', DEAD, '(' .. ARGV[5], '+inf')
  local found
  repeat
    found = call('ZREVRANGE', DEAD, from, from, 'WITHSCORES')
    local before = #found > 0 and tonumber(found[2]) == died and number_of(found[1]) >= number
    if before then from = from + 1 end
  until not before
  found = call('ZREVRANGE', DEAD, from, from + limit, 'WITHSCORES')
  more = #found > 2 * limit
  for k = 1, math.min(limit, #found / 2) do handles[k], scores[k] = found[2 * k - 1], found[2 * k] end
else
  local low, high = 0, call('LLEN', ORDER)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if number_of(call('LINDEX', ORDER, middle)) < number then low = middle + 1 else high = middle end
  end
  local found = low > 0 and call('LRANGE', ORDER, math.max(0, low - limit), low - 1) or {}
  for k = #found, 1, -1 do handles[#handles + 1] = found[k] end
  local old = call('ZREVRANGEBYSCORE', OLD, '(' .. ARGV[4], '-inf', 'LIMIT', 0, limit - #handles + 1)
  for k = 1, math.min(#old, limit - #handles) do handles[#handles + 1] = old[k] end
  more = low > limit or #old > 0 and handles[#handles] ~= old[#old]
end

local rows = {}
for _, handle in ipairs(handles) do
  local id = id_of(handle)
  local job = call('HGET', JOB, id)
  if job and handle_of(id, job) == handle then
    local all = row(id, job)
    rows[#rows + 1] = id
    rows[#rows + 1] = all
    rows[#rows + 1] = { #job, all[5] and #all[5] or 0 }
    all[1] = sub(job, 1, bytes)
    all[5] = all[5] and sub(all[5], 1, bytes)
  end
end
local last = #handles
return { last > 0 and number_of(handles[last]) or 0, scores[last] or '0', more and 1 or 0, rows }
