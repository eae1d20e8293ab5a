-- Makes the queue known and tells it which types are paused: now, number of that change, the types between bars or nothing.
if call('HSETNX', QUEUE, 'number', '0') == 1 then
  -- One long member each keeps Redis from storing few jobs in a way that it searches one by one.
  local long = string.rep('~', 65)
  call('ZADD', RUNNING, '+inf', long)
  call('HSET', STATE, long, long)
end
if tonumber(ARGV[2]) >= tonumber(call('HGET', QUEUE, 'types_changed') or 0) then
  call('HSET', QUEUE, 'types_changed', ARGV[2])
  if ARGV[3] == '' then call('HDEL', QUEUE, 'types') else call('HSET', QUEUE, 'types', ARGV[3]) end
end
local held = call('ZCARD', HELD)
if held > 0 then call('HSET', QUEUE, 'unholding', '1') end -- until all have been looked at
return held
