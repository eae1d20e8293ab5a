package dev.duly.engine;

import dev.duly.backend.Notes;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a handler has said and the store has not yet kept (rule N2). Holds as much as a store keeps:
 * of what comes faster than it is sent, the oldest lines go. Thread-safe.
 */
final class NoteBook {
  // Guarded by this.
  private final Deque<Said> lines = new ArrayDeque<>();
  private Optional<Payload> progress = Optional.empty();
  private int first = 1; // the number of the first line
  private int characters;

  private record Said(long nanos, String text) {}

  synchronized void progress(Payload now) {
    progress = Optional.of(now);
  }

  synchronized void log(String text, long nowNanos) {
    lines.add(new Said(nowNanos, text));
    characters += text.length();
    while (lines.size() > Notes.LINES_KEPT || characters > Notes.CHARACTERS_KEPT) {
      removeFirst();
    }
  }

  private void removeFirst() {
    characters -= lines.remove().text.length();
    first++;
  }

  /** All of it, as it is sent now. */
  synchronized Notes notes(long nowNanos) {
    List<Notes.Line> sent = new ArrayList<>(lines.size());
    for (Said line : lines) {
      sent.add(new Notes.Line(Duration.ofNanos(nowNanos - line.nanos), line.text));
    }
    return new Notes(progress, first, sent);
  }

  /** The store has these. */
  synchronized void kept(Notes notes) {
    if (progress.equals(notes.progress())) {
      progress = Optional.empty();
    }
    while (!lines.isEmpty() && first < notes.first() + notes.lines().size()) {
      removeFirst();
    }
  }
}
