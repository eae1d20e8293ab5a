package dev.duly.memory;

import dev.duly.backend.Notes;
import dev.duly.backend.room.LogLine;
import dev.duly.job.Payload;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the handlers of one job have said. Guarded by the store's lock. */
final class JobNotes {
  private final Deque<LogLine> lines = new ArrayDeque<>();
  private Optional<Payload> progress = Optional.empty();
  private int characters;
  private int next = 1; // the number of the next line of the claim

  /** The numbers of lines begin again. */
  void claimed() {
    next = 1;
  }

  void add(Notes said, Instant now) {
    progress = said.progress().or(this::progress);
    for (Notes.Line line : said.linesFrom(next)) {
      lines.add(new LogLine(now.minus(line.ago()), line.text()));
      characters += line.text().length();
    }
    next = Math.max(next, said.first() + said.lines().size());
    while (lines.size() > Notes.LINES_KEPT || characters > Notes.CHARACTERS_KEPT) {
      characters -= lines.remove().text().length();
    }
  }

  Optional<Payload> progress() {
    return progress;
  }

  List<LogLine> lines() {
    return List.copyOf(lines);
  }
}
