package dev.duly.monitor;

import dev.duly.backend.room.RunCounts;
import java.util.Map;

/**
 * The workers of one name but for its number, as the picture has them.
 *
 * @param workers how many there are
 * @param slots of all of them; 0: not reported yet
 * @param busy how many of the slots are at work
 * @param byQueue what they reported in the last minute, by queue; a queue whose jobs they run is
 *     always there
 */
public record WorkerBox(
    String group, int workers, int slots, int busy, Map<String, RunCounts> byQueue) {

  /**
   * The name without its number: {@code mailer-2} belongs to {@code mailer}, and a name that was
   * made by default, {@code worker-shop7-4711-k3x9qa}, to {@code worker}.
   */
  static String groupOf(String worker) {
    String group =
        Visible.of(worker)
            .replaceFirst("^(worker)-.*-\\d+-[0-9a-z]{6}$", "$1")
            .replaceFirst("[-_.]\\d+$", "");
    return group.isEmpty() ? worker : group;
  }
}
