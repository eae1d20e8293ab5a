package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.engine.Eventually;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import java.lang.reflect.Type;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An {@code Error} while a payload is read costs neither a lease nor an attempt unseen. */
class DecodingTest {
  private final InMemoryBackend backend = new InMemoryBackend(new ManualClock());

  @JobName("mail")
  record Mail(String to) {}

  private record Failing(Error error) implements Codec {
    @Override
    public Payload encode(Object value) {
      return Payload.json("{}");
    }

    @Override
    public Object decode(Payload payload, Type type) {
      throw error;
    }
  }

  @Test
  void a_class_that_cannot_be_loaded_parks_the_job_with_the_reason() throws Exception {
    try (Duly jobs = Duly.on(backend, new Failing(new NoClassDefFoundError("shop/Address")))) {
      JobHandle<?> job = jobs.enqueue(new Mail("ada"));
      Worker worker = worker(jobs);
      assertThat(worker.awaitIdle(Duration.ofSeconds(30))).isTrue();

      JobRecord record = record(job);
      assertThat(record.parkReason().map(Object::toString))
          .contains("unreadable_payload: NoClassDefFoundError: shop/Address");
      assertThat(record.job().attempts()).isZero();
      assertThat(worker.isUnfit()).isFalse();
    }
  }

  @Test
  void running_out_of_memory_leaves_the_worker_unfit() {
    try (Duly jobs = Duly.on(backend, new Failing(new OutOfMemoryError("as asked")))) {
      JobHandle<?> job = jobs.enqueue(new Mail("ada"));
      Worker worker = worker(jobs);

      Eventually.until("unfit", worker::isUnfit);
      Eventually.until("settled", () -> record(job).state() == JobState.WAITING);
      assertThat(record(job).job().attempts()).isEqualTo(1);
    }
  }

  private static Worker worker(Duly jobs) {
    return jobs.worker().queue("default", 1).handle(Mail.class, (mail, attempt) -> {}).start();
  }

  private JobRecord record(JobHandle<?> job) {
    return Find.record(backend, job.id());
  }
}
