-- What sessions report of the queue: now, from when on. Answers with the rows, each its name, then what it says.
local rows, answer = call('ZRANGEBYSCORE', REPORTED, ARGV[2], '+inf'), {}
for k, says in ipairs(get(REPORT, rows)) do
  answer[#answer + 1], answer[#answer + 2] = rows[k], says
end
return answer
