-- Whether a queue has anything to claim: now. Keys: its three lists of ready jobs, its three of later ones, the running ones, its own
-- fields. Answers with in how many milliseconds there may be something, 0 if now, -1 if nothing is to come. Changes nothing.
local now, first = clock(ARGV[1]), math.huge
if call('HEXISTS', KEYS[8], 'paused') == 1 then return -1 end
if call('EXISTS', KEYS[1], KEYS[2], KEYS[3]) > 0 then return 0 end
for k = 4, 7 do
  local head = call('ZRANGE', KEYS[k], 0, 0, 'WITHSCORES')
  if head[2] then first = math.min(first, tonumber(head[2])) end
end
return first == math.huge and -1 or math.max(0, first - now)
