-- includes: jobs
-- Where jobs stand: now, ids. Answers with a letter of each: W waiting, R running, C completed, X cancelled, D dead, - not stored.
local answers = {}
for from = 2, #ARGV, CHUNK do
  local ids = { unpack(ARGV, from, math.min(from + CHUNK - 1, #ARGV)) }
  for k, state in ipairs(call('HMGET', STATE, unpack(ids))) do
    if state then
      answers[#answers + 1] = sub(state, 1, 1)
    else
      answers[#answers + 1] = call('HEXISTS', JOB, ids[k]) == 1 and 'W' or '-'
    end
  end
end
return concat(answers)
