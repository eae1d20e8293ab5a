package dev.duly.postgres;

import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Job;
import dev.duly.job.Priority;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks for: the places of its demands, queue by queue and level by level, in the
 * order they are to be served, how far back to look there, and the number from which the claims of
 * the answer are named.
 */
record ClaimRequest(WorkerInfo info, long firstToken, List<Demand> demands, LookbackWindow window) {
  /** So many jobs, and therefore claims and tokens, a request can bring. */
  static final int JOBS_MAX = 1_024;

  /** For {@code claim} and {@code held}. */
  void bind(Values values, Db db) throws SQLException {
    List<Integer> demandOf = new ArrayList<>();
    List<String> queues = new ArrayList<>();
    List<String> levels = new ArrayList<>();
    List<@Nullable Long> since = new ArrayList<>();
    List<Integer> most = new ArrayList<>();
    boolean everywhere = window.looksEverywhere();
    int left = JOBS_MAX;
    for (Demand demand : demands) {
      int max = Math.min(demand.max(), left);
      most.add(max);
      left -= max;
      for (String queue : demand.queues()) {
        for (Priority level : demand.levels()) {
          demandOf.add(most.size());
          queues.add(queue);
          levels.add(level.text());
          since.add(window.since(queue, level));
        }
      }
    }
    values
        .number("now", db.now())
        .text("worker", info.worker())
        .number("lease", info.lease().toMillis())
        .integers("demands", demandOf)
        .texts("queues", queues)
        .texts("levels", levels)
        .numbers("since", since)
        .integers("most", most)
        .bool("everywhere", everywhere);
    bindTokens(values);
  }

  /** The claims that its answer may consist of. */
  void bindTokens(Values values) throws SQLException {
    values.number("first_token", firstToken).number("last_token", lastToken());
  }

  long lastToken() {
    return firstToken + JOBS_MAX - 1;
  }

  /**
   * The demand that a claim answers: claims come in the order in which demands are served.
   *
   * @param taken how many claims before this one answer each demand; counts this one
   */
  String poolOf(Job job, int[] taken) {
    for (int i = 0; i < taken.length; i++) {
      Demand demand = demands.get(i);
      if (demand.queues().contains(job.queue())
          && demand.levels().contains(job.priority())
          && taken[i] < demand.max()) {
        taken[i]++;
        return demand.pool();
      }
    }
    throw new IllegalStateException(
        "claimed a job of " + job.queue() + ", which was not asked for");
  }

  List<String> queues() {
    return demands.stream().flatMap(d -> d.queues().stream()).toList();
  }
}
