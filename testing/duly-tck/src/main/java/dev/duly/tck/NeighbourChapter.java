package dev.duly.tck;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What happens to one job happens to no other, though an engine may keep together what came
 * together: those of the same bulk, those at the same place of another bulk, those of other levels,
 * queues and due times. Here is the crowd, and how it stands.
 */
abstract class NeighbourChapter extends KitChapter {
  static final Duration LATER = Duration.ofSeconds(60);

  /** Named after the letter: {@code a0, a1, …}, stored together. */
  List<EncodedJob> bulk(String letter, String queue, Priority level) {
    return IntStream.range(0, 4)
        .mapToObj(i -> jobIn(queue, letter + i).withPriority(level))
        .toList();
  }

  @Override
  protected JobRef ref(String id) {
    return id.startsWith("o") ? new JobRef("other", new JobId(id)) : super.ref(id);
  }

  /** Of each kind of neighbour some, all waiting; {@code a0} is due later than its bulk. */
  void crowd() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    Claim first = claimOne();
    settle(new Release(first, LATER, ReleaseReason.SNOOZED));
    backend.enqueue(bulk("b", QUEUE, Priority.NORMAL));
    backend.enqueue(bulk("h", QUEUE, Priority.HIGH));
    backend.enqueue(bulk("o", "other", Priority.NORMAL));
  }

  /** How everything stands, by id. */
  Map<String, String> standing() {
    Map<String, String> standing = new TreeMap<>();
    for (JobRecord r : inspector().list(JobQuery.all(100)).jobs()) {
      standing.put(
          r.job().id().value(),
          String.join(
              " ",
              r.state().text(),
              "" + r.job().attempts(),
              "" + r.lost(),
              "" + r.job().scheduledAt(),
              r.worker().orElse("-"),
              "" + r.cancelRequested(),
              r.job().payload().text()));
    }
    return standing;
  }

  static Map<String, String> without(Map<String, String> all, String... ids) {
    Map<String, String> rest = new TreeMap<>(all);
    Arrays.asList(ids).forEach(rest::remove);
    return rest;
  }

  List<Claim> claimAll() {
    return claim(
        other,
        new Demand(QUEUE, 100),
        new Demand("p", List.of("other"), List.of(Priority.NORMAL), 100));
  }
}
