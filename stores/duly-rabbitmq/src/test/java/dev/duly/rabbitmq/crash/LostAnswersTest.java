package dev.duly.rabbitmq.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.LossyProxy;
import dev.duly.lab.server.PrivateRabbit;
import dev.duly.rabbitmq.RabbitBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The node keeps a job, and its confirm is lost on the way: the producer is told that nothing is
 * known, sends again, and the job is there twice, never not at all.
 */
@Tag("faults")
@Execution(ExecutionMode.CONCURRENT)
class LostAnswersTest {
  private static final int JOBS = 100;

  @Test
  void each_job_is_there_and_each_lost_confirm_explains_one_that_is_there_twice() {
    try (PrivateRabbit node = PrivateRabbit.start();
        LossyProxy proxy = new LossyProxy(node.port());
        Backend lossy = RabbitBackend.url("amqp://guest:guest@127.0.0.1:" + proxy.port());
        Backend direct = RabbitBackend.url(node.url())) {
      int unknown = 0;
      for (int i = 0; i < JOBS; i++) {
        EncodedJob job = new EncodedJob(new JobId("j" + i), "mail", "default", Payload.none());
        if (i % 4 == 3) {
          proxy.loseNextAnswer();
          unknown += enqueueIsUnknown(lossy, job) ? 1 : 0;
        }
        lossy.enqueue(List.of(job));
      }

      assertThat(unknown).isEqualTo(JOBS / 4);
      Map<String, Integer> seen = drain(direct, JOBS + unknown);
      assertThat(seen).hasSize(JOBS);
      assertThat(seen.values().stream().mapToInt(times -> times).sum()).isEqualTo(JOBS + unknown);
    }
  }

  private static boolean enqueueIsUnknown(Backend lossy, EncodedJob job) {
    try {
      lossy.enqueue(List.of(job));
      return false;
    } catch (BackendException e) {
      assertThat(e.kind()).isEqualTo(BackendException.Kind.UNKNOWN_OUTCOME);
      assertThat(e)
          .hasMessageContaining("of 1 jobs 0 are stored")
          .hasMessageContaining("of 1 nothing");
      return true;
    }
  }

  /** How often each is there. */
  private static Map<String, Integer> drain(Backend backend, int messages) {
    Map<String, Integer> seen = new TreeMap<>();
    int came = 0;
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try (Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      while (came < messages && System.nanoTime() < end) {
        List<Settlement> done = new ArrayList<>();
        for (Claim claim :
            session.claim(List.of(new Demand("default", 50)), Duration.ofSeconds(1)).claims()) {
          seen.merge(claim.job().id().value(), 1, Integer::sum);
          done.add(new Settlement.Complete(claim));
          came++;
        }
        session.settle(done, List.of());
      }
      assertThat(session.claim(List.of(new Demand("default", 1)), Duration.ZERO).claims())
          .isEmpty();
    }
    return seen;
  }
}
