package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.LossyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The server does what it is told, and its answer is lost on the way with the connection: sent
 * again, everything is there once.
 */
public final class LostAnswers {
  private static final int ENQUEUES = 200;

  private LostAnswers() {}

  /**
   * Enqueues and works through the proxy, which loses answers.
   *
   * @param direct sees the same store, not through it
   * @param again what is answered to an enqueue that was sent again
   */
  public static void play(
      Backend direct, Backend lossy, LossyProxy proxy, Function<JobId, Enqueued> again) {
    enqueue(lossy, proxy, again);
    assertThat(proxy.lost()).isEqualTo(ENQUEUES / 4);
    assertThat(queue(direct).waiting()).isEqualTo(ENQUEUES);

    int lostBefore = proxy.lost();
    work(lossy, proxy);
    assertThat(proxy.lost() - lostBefore).isGreaterThan(5);
    assertThat(queue(direct).completed()).isEqualTo(ENQUEUES);
    assertThat(queue(direct).isDrained()).isTrue();
  }

  private static void enqueue(Backend lossy, LossyProxy proxy, Function<JobId, Enqueued> again) {
    for (int i = 0; i < ENQUEUES; i++) {
      boolean loses = i % 4 == 3;
      if (loses) {
        proxy.loseNextAnswer();
      }
      JobId id = new JobId("job-" + i);
      EncodedJob job = new EncodedJob(id, "mail", "default", Payload.json("" + i));
      assertThat(lossy.enqueue(List.of(job)))
          .containsExactly(loses ? again.apply(id) : new Enqueued.Stored(id));
    }
  }

  /** As a worker's turn thread does: what failed is sent again as it was. */
  private static void work(Backend lossy, LossyProxy proxy) {
    Set<String> seen = new HashSet<>();
    try (Session session =
        lossy.open(new WorkerInfo("worker-1", Duration.ofSeconds(30)), () -> {})) {
      List<Demand> next = List.of(new Demand("default", 7));
      List<Claim> held = session.claim(next, Duration.ZERO).claims();
      for (int turn = 0; !held.isEmpty(); turn++) {
        held.forEach(claim -> assertThat(seen.add(claim.job().id().value())).isTrue());
        List<Settlement> done = new ArrayList<>();
        held.forEach(claim -> done.add(new Settlement.Complete(claim)));
        if (turn % 3 == 1) {
          proxy.loseNextAnswer();
        }
        held = settle(session, done, next);
      }
    }
    assertThat(seen).hasSize(ENQUEUES);
  }

  private static List<Claim> settle(Session session, List<Settlement> done, List<Demand> next) {
    for (int tries = 1; ; tries++) {
      try {
        var turn = session.settle(done, next);
        assertThat(turn.outcomes()).containsOnly(dev.duly.backend.Outcome.APPLIED);
        return turn.claims();
      } catch (BackendException e) {
        assertThat(tries).isLessThan(5);
      }
    }
  }

  private static QueueRecord queue(Backend backend) {
    return backend.rooms().inspector().orElseThrow().queues().get(0);
  }
}
