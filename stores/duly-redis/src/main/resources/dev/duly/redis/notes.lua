-- What handlers say of their jobs. A job's notes are the record of the claim that spoke last, the number of its next line, how far the job is,
-- and the last lines of its log: when, and the text.
local NOTES_LINES, NOTES_BYTES = 1000, 65536

local function notes_text(claim, number, progress, lines)
  return pack('>B', #claim) .. claim .. pack('>I4I4', number, #progress) .. progress .. lines
end

-- The claim, the number of its next line, the progress, the lines.
local function notes_of(text)
  if not text then return '', 1, '', '' end
  local at = 2 + byte(text)
  local claim, number, length = sub(text, 2, at - 1), read('>I4I4', text, at)
  return claim, number, sub(text, at + 8, at + 7 + length), sub(text, at + 8 + length)
end

-- The last of them, as many as are kept.
local function last_lines(lines)
  local count, bytes, at = 0, 0, 1
  while at <= #lines do
    local length = read('>I2', lines, at + 6)
    count, bytes, at = count + 1, bytes + length, at + 8 + length
  end
  at = 1
  while count > NOTES_LINES or bytes > NOTES_BYTES do
    local length = read('>I2', lines, at + 6)
    count, bytes, at = count - 1, bytes - length, at + 8 + length
  end
  return sub(lines, at)
end

-- Of a claim that is current: said.progress, absent if it is as it was; said.first, the number of the first line; said.lines, of each how many
-- milliseconds ago, and the text. A line whose number was there before is the same one, sent again.
local function note(id, claim, said, now)
  local last, number, progress, lines = notes_of(call('HGET', NOTE, id))
  if last ~= claim then number = 1 end
  local added, at = {}, said.first
  for k = 1, #said.lines, 2 do
    if at >= number then
      local text = said.lines[k + 1]
      added[#added + 1] = pack('>I6I2', now - said.lines[k], #text) .. text
    end
    at = at + 1
  end
  lines = last_lines(lines .. concat(added))
  call('HSET', NOTE, id, notes_text(claim, math.max(number, at), said.progress or progress, lines))
end
