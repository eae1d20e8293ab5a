-- includes: jobs notes
-- Renews leases: now, lease in milliseconds, what handlers said (of each the record of the claim, the id and the notes; '' if nothing), then of
-- each claim its record, number and ids of its jobs.
-- Answers with a letter a job: H held, S held but asked to stop, L lost.
local now = clock(ARGV[1])
local lease_end = string.format('%.0f', now + tonumber(ARGV[2]))
local answers, leases, at = {}, {}, 4
while at <= #ARGV do
  local running, n = 'R' .. ARGV[at], tonumber(ARGV[at + 1])
  local ids = { unpack(ARGV, at + 2, at + 1 + n) }
  at = at + 2 + n
  local states, mores = get(STATE, ids), get(MORE, ids)
  for k, id in ipairs(ids) do
    if states[k] == running then
      leases[#leases + 1], leases[#leases + 2] = lease_end, id
      answers[#answers + 1] = mores[k] and more_of(mores[k]).cancel == 1 and 'S' or 'H'
    else
      answers[#answers + 1] = 'L'
    end
  end
end
each('ZADD', RUNNING, leases)
if ARGV[3] ~= '' then
  for _, said in ipairs(cmsgpack.unpack(ARGV[3])) do
    if call('HGET', STATE, said[2]) == 'R' .. said[1] then note(said[2], said[1], said[3], now) end
  end
end
return concat(answers)
