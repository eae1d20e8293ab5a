-- includes: jobs lanes unique notes settle claim
-- A turn of a session: writes rows of its report, settles, then claims. After the time (see clock) comes one table in MessagePack:
--   reports      of each row its name and what it says
--   settlements  see settle.lua
--   ended        if a job may be over whose end is awaited; else absent
--   claim        see claim.lua; absent if nothing is claimed
-- Then come ids that settlements refer to: there are many, and unpacked they would cost more.
-- Answers with the letters of what was settled; then, if it claims, with what claim.lua answers, or with a text that says what went wrong;
-- and with what became of follow-ups whose unique key was held (settle.lua).
local now = clock(ARGV[1])
local turn = cmsgpack.unpack(ARGV[2])

for _, report in ipairs(turn.reports) do
  call('HSET', REPORT, report[1], pack('>I6', now) .. report[2])
  call('ZADD', REPORTED, now, report[1])
end

local outcomes = {}
for _, settlement in ipairs(turn.settlements) do settle(settlement, now, outcomes) end
if turn.ended then call('PUBLISH', QUEUE, 'end') end
if not turn.claim then return { concat(outcomes), '', met } end

-- What was settled stays settled whatever becomes of the claims.
local _, answers = pcall(claim_all, turn.claim, now)
return { concat(outcomes), type(answers) == 'table' and answers.err or answers, met }
