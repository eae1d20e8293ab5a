-- includes: jobs
-- Reads jobs: now, ids. Answers with job, state, more, attempts, result and end of lease of each; false for those that are not stored.
local answers = {}
for k = 2, #ARGV do
  local id = ARGV[k]
  local job = call('HGET', JOB, id)
  answers[#answers + 1] = job and row(id, job)
end
return answers
