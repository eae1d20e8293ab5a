-- includes: jobs
-- Reads jobs: now, ids. Answers with job, state, more, attempts, result, end of lease and notes of each; false for those that are not stored.
local answers = {}
for k = 2, #ARGV do
  local id = ARGV[k]
  local job = call('HGET', JOB, id)
  local found = job and row(id, job)
  if found then found[#found + 1] = call('HGET', NOTE, id) end
  answers[#answers + 1] = found
end
return answers
