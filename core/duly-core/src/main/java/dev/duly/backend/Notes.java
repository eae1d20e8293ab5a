package dev.duly.backend;

import dev.duly.job.Payload;
import dev.duly.job.StorableText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a handler has said since it was last heard (rule N2). A store keeps the latest progress of a
 * job, and the last lines of its log; notes that are sent again add no line twice.
 *
 * @param progress the latest; empty: nothing new
 * @param first the number of the first line, counted from 1 within the claim
 * @param lines the oldest first
 */
public record Notes(Optional<Payload> progress, int first, List<Line> lines) {
  /** The longest progress, in bytes. */
  public static final int PROGRESS_BYTES_MAX = 4_096;

  /** The longest line, in characters: a longer one is cut to it. */
  public static final int LINE_MAX = 2_000;

  /** So many lines of a job are kept, the last ones. */
  public static final int LINES_KEPT = 1_000;

  /** So many characters of a job's lines are kept, of the last ones. */
  public static final int CHARACTERS_KEPT = 65_536;

  /** Nothing. */
  public static final Notes NONE = new Notes(Optional.empty(), 1, List.of());

  /**
   * A line of the log.
   *
   * @param ago how long before the notes were sent
   */
  public record Line(Duration ago, String text) {
    public Line {
      text = StorableText.of(text, LINE_MAX);
    }
  }

  public Notes {
    lines = List.copyOf(lines);
  }

  /** Whether there is nothing to keep. */
  public boolean isEmpty() {
    return progress.isEmpty() && lines.isEmpty();
  }

  /** The lines from this number on: what comes before is kept already. */
  public List<Line> linesFrom(int number) {
    return lines.subList(Math.min(lines.size(), Math.max(0, number - first)), lines.size());
  }
}
