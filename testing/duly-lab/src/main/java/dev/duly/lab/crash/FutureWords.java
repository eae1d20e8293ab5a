package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Operator;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.query.JobFilter;
import java.time.Duration;
import java.util.List;

/**
 * Words that a newer version has stored: they are shown as they stand, and nothing is done to a job
 * in a state that this version does not know.
 */
public final class FutureWords {
  /** The job that is given the state, by its id. */
  public static final String STRANGE = "strange";

  /** A waiting job that is given the park reason {@code future_reason: detail}. */
  public static final String PARKED = "parked";

  private static final String WHO = "ana";

  private FutureWords() {}

  /** What is done to the store behind the backend's back. */
  public interface Future {
    void write() throws Exception;
  }

  /**
   * Looks and acts.
   *
   * @param state the word that {@link #STRANGE} is given
   */
  public static void play(Backend backend, String state, Future future) throws Exception {
    JobRef strange = new JobRef("default", new JobId(STRANGE));
    JobRef parked = new JobRef("default", new JobId(PARKED));
    for (JobRef job : List.of(strange, parked)) {
      backend.enqueue(
          List.of(
              new EncodedJob(job.id(), "mail", job.queue(), Payload.json("1"))
                  .withDue(new Due.In(Duration.ofHours(1)))));
    }
    future.write();
    Inspector inspector = backend.rooms().inspector().orElseThrow();
    Operator operator = backend.rooms().operator().orElseThrow();

    JobRecord record = inspector.find(strange).orElseThrow();
    assertThat(record.state()).isEqualTo(JobState.OTHER);
    assertThat(record.stateText()).isEqualTo(state);
    assertThat(inspector.list(JobQuery.all(10)).jobs()).hasSize(2);
    assertThat(inspector.list(new JobQuery(JobFilter.parse("state:waiting"), 10)).jobs())
        .extracting(JobRecord::ref)
        .containsExactly(parked);
    assertThat(inspector.find(parked).orElseThrow().parkReason())
        .contains(new ParkReason("future_reason", "detail"));

    List<JobRef> jobs = List.of(strange);
    assertThat(
            List.of(
                operator.cancel(jobs, WHO),
                operator.requeue(jobs, WHO),
                operator.reschedule(jobs, Due.now(), WHO),
                operator.delete(jobs, WHO),
                operator.discard(jobs, WHO),
                List.of(operator.edit(strange, Payload.json("2"), WHO)),
                List.of(operator.requeue(strange, Payload.json("2"), WHO))))
        .allMatch(acts -> acts.equals(List.of(Acted.WRONG_STATE)));
    try (var session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      assertThat(session.claim(List.of(new Demand("default", 5)), Duration.ZERO).claims())
          .isEmpty();
    }
    assertThat(inspector.find(strange)).contains(record);
    backend.close();
  }
}
