package dev.duly.redis;

import dev.duly.backend.Demand;
import dev.duly.backend.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The script calls of a turn in their order, decided before the first of them is made: settlements
 * go along with the first claim on their queue, and those of other queues before. Immutable.
 *
 * @param before those that claim nothing
 * @param claiming those that claim, after them
 */
record TurnPlan(List<Round> before, List<Round> claiming) {
  private static final int SETTLED_AT_ONCE_MAX = 1_000;

  /**
   * One call of the script on a queue's keys.
   *
   * @param settles whether it settles or reports at all
   * @param places of the settlements in the batch
   */
  record Round(String queue, boolean settles, List<Integer> places, List<Wanted> wanted) {}

  /**
   * A demand for jobs of one queue.
   *
   * @param place which of all that the turn asks: a repeated request is known by it (rule C10)
   * @param number which demand
   */
  record Wanted(int place, int number, Demand demand, String queue) {}

  /**
   * Plans a turn.
   *
   * @param reported the queues for which rows of the session's report are to be written
   * @param apart whether nothing is settled by a call that claims: a claim that is repeated may
   *     have been made before
   */
  static TurnPlan of(
      List<Settlement> done, Collection<String> reported, List<Demand> next, boolean apart) {
    List<Round> before = new ArrayList<>();
    Map<String, List<Integer>> along = Map.of();
    for (int from = 0; from < done.size() || from == 0; from += SETTLED_AT_ONCE_MAX) {
      int to = Math.min(done.size(), from + SETTLED_AT_ONCE_MAX);
      along.forEach((queue, places) -> before.add(settling(queue, places)));
      along = byQueue(done, from, to, reported);
    }
    List<Wanted> wanted = wanted(next);
    Map<String, List<Integer>> last = new LinkedHashMap<>(along);
    for (Map.Entry<String, List<Integer>> entry : along.entrySet()) {
      String queue = entry.getKey();
      if (apart || wanted.stream().noneMatch(one -> one.queue.equals(queue))) {
        before.add(settling(queue, entry.getValue()));
        last.remove(queue);
      }
    }
    return new TurnPlan(before, claiming(wanted, last));
  }

  /** The places of the settlements by their queue; also queues that have a row to be written. */
  private static Map<String, List<Integer>> byQueue(
      List<Settlement> done, int from, int to, Collection<String> reported) {
    Map<String, List<Integer>> byQueue = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      String queue = done.get(i).claim().job().queue();
      byQueue.computeIfAbsent(queue, q -> new ArrayList<>()).add(i);
    }
    reported.forEach(queue -> byQueue.computeIfAbsent(queue, q -> List.of()));
    return byQueue;
  }

  private static Round settling(String queue, List<Integer> places) {
    return new Round(queue, true, places, List.of());
  }

  private static List<Wanted> wanted(List<Demand> demands) {
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < demands.size(); i++) {
      for (String queue : demands.get(i).queues()) {
        wanted.add(new Wanted(wanted.size(), i, demands.get(i), queue));
      }
    }
    return wanted;
  }

  /** Demands of one queue that follow one another, and hang on no answer, share a call. */
  private static List<Round> claiming(List<Wanted> wanted, Map<String, List<Integer>> along) {
    List<Round> rounds = new ArrayList<>();
    for (int from = 0; from < wanted.size(); ) {
      int to = from + 1;
      while (to < wanted.size() && goesWith(wanted.get(to), wanted.get(to - 1))) {
        to++;
      }
      String queue = wanted.get(from).queue;
      List<Integer> places = along.remove(queue);
      rounds.add(
          new Round(
              queue,
              places != null,
              places == null ? List.of() : places,
              wanted.subList(from, to)));
      from = to;
    }
    return rounds;
  }

  /** The same queue, for a demand that asks no other. */
  private static boolean goesWith(Wanted next, Wanted before) {
    return next.queue.equals(before.queue) && next.number != before.number;
  }
}
