package dev.duly.backend;

import java.util.List;
import java.util.stream.Collectors;

/** Jobs that break a limit. Nothing was stored (rule E4). */
public final class InvalidJobsException extends IllegalArgumentException {
  private static final int SHOWN_MAX = 20;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param index which job of the bulk, from 0
   */
  public record Problem(int index, String text) {}

  public InvalidJobsException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    boolean single = problems.stream().allMatch(p -> p.index() == 0);
    String listed =
        problems.stream()
            .limit(SHOWN_MAX)
            .map(p -> single ? p.text() : "job " + (p.index() + 1) + ": " + p.text())
            .collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN_MAX;
    return "nothing was enqueued: " + listed + (more > 0 ? "; and " + more + " more" : "");
  }
}
