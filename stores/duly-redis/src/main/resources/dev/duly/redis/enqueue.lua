-- includes: jobs lanes unique
-- Stores jobs: now, then id, due ('' at once, '+' and milliseconds, or an instant; of one with a unique key see unique.lua) and body of each.
-- No id twice. Answers with place and stored job of each whose id is taken, and as unique.lua says with those whose key is held; false if the queue is not known yet.
if call('HEXISTS', QUEUE, 'number') == 0 then return false end
local ids, dues, bodies = {}, {}, {}
for k = 2, #ARGV, 3 do
  ids[#ids + 1], dues[#dues + 1], bodies[#bodies + 1] = ARGV[k], ARGV[k + 1], ARGV[k + 2]
end
return store_any(ids, dues, bodies, clock(ARGV[1]))
