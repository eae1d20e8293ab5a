package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Statistics;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads when every connection has just ended, as after a restart of the server: they answer all the
 * same.
 */
public final class EndedConnections {
  private static final JobRef JOB = new JobRef("read", new JobId("a"));

  private EndedConnections() {}

  /** Ends all connections of the backend, from outside it. */
  public interface Ending {
    void endAll() throws Exception;
  }

  /** Makes each read twice, before and after. */
  public static void play(Backend backend, Ending ending) throws Exception {
    backend.enqueue(List.of(new EncodedJob(JOB.id(), "t", JOB.queue(), Payload.json("1"))));
    Inspector inspector = backend.rooms().inspector().orElseThrow();
    Statistics statistics = backend.rooms().statistics().orElseThrow();
    List<Supplier<Object>> reads =
        List.of(
            () -> inspector.find(JOB).isPresent(),
            () -> inspector.refs(JOB.id()),
            () -> inspector.list(JobQuery.all(10)).jobs().size(),
            () -> inspector.attempts(JOB).size(),
            () -> inspector.errors(5).size(),
            () -> inspector.ahead(JOB),
            () -> inspector.queues().size(),
            () -> inspector.audit(5).size(),
            () -> inspector.pausedTypes().size(),
            inspector::retention,
            () -> inspector.health().isEmpty(),
            () -> statistics.since(Instant.EPOCH).size());
    for (Supplier<Object> read : reads) {
      Object before = read.get();
      ending.endAll();
      assertThat(read.get()).isEqualTo(before);
    }
  }
}
