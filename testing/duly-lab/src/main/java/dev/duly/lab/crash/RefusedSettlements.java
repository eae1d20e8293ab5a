package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.Failure;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine that refuses one result for good, as a database does with a trigger of its owner's. The
 * job becomes a dead letter, and its neighbours complete.
 */
public final class RefusedSettlements {
  /** The result that the engine must refuse. */
  public static final String REFUSED = "\"refused\"";

  private static final JobType<Payload, Payload> WORK =
      JobType.raw("work").returning(Payload.class);
  private static final int JOBS = 60;

  private RefusedSettlements() {}

  /** Runs jobs of which each returns what it was given, and closes the backend. */
  public static void play(Backend backend) throws InterruptedException {
    Duly jobs = Duly.on(backend, Codec.RAW);
    List<NewJob<Payload, Payload>> bulk = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      bulk.add(NewJob.of(WORK, Payload.json(i == JOBS / 2 ? REFUSED : "\"" + i + "\"")));
    }
    jobs.enqueueAll(bulk);
    Worker worker = jobs.worker().queue("default", 4).compute(WORK, (p, a) -> p).start();

    assertThat(worker.awaitIdle(Duration.ofSeconds(20))).isTrue();

    Inspector inspector = backend.rooms().inspector().orElseThrow();
    assertThat(inspector.queues()).singleElement().matches(q -> q.completed() == JOBS - 1);
    JobRecord dead = inspector.list(JobQuery.in(JobState.DEAD, 2)).jobs().get(0);
    assertThat(new String(dead.job().payload().bytes(), StandardCharsets.UTF_8)).isEqualTo(REFUSED);
    assertThat(dead.deadReason()).contains("refused");
    assertThat(dead.lastError().map(Failure::message).orElseThrow())
        .startsWith("the store refused its complete: ");
    jobs.close();
  }
}
