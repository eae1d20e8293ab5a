package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.engine.LogCapture;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.lang.reflect.Type;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A result that cannot be kept fails no job whose work is done. */
class ResultTest {
  private static final JobType<Payload, Object> WORK = JobType.raw("work").returning(Object.class);

  private final InMemoryBackend backend = new InMemoryBackend(new ManualClock());
  private final Duly jobs = Duly.on(backend, new NumbersAndTexts());
  private final LogCapture log = new LogCapture("dev.duly");

  private static final class NumbersAndTexts implements Codec {
    private final Codec all = new ObjectCodec();

    @Override
    public Payload encode(Object value) {
      if (value instanceof Number || value instanceof String) {
        return all.encode(value);
      }
      throw new StackOverflowError("as a value that contains itself");
    }

    @Override
    public Object decode(Payload payload, Type type) {
      throw new AssertionError("nothing is read here");
    }
  }

  @AfterEach
  void close() {
    jobs.close();
    log.close();
  }

  @Test
  void a_result_is_kept() throws Exception {
    assertThat(run((payload, attempt) -> 17).result()).contains(Payload.json("17"));
    assertThat(log.records()).isEmpty();
  }

  @Test
  void one_that_cannot_be_encoded_is_left_out_with_a_warning() throws Exception {
    completesWithout(run((payload, attempt) -> new Object()), "cannot be encoded");
  }

  @Test
  void one_over_the_limit_is_left_out_with_a_warning() throws Exception {
    String long256 = "x".repeat(256 * 1024);

    completesWithout(run((payload, attempt) -> long256), "262,146 bytes, the limit is 262,144");
    completesWithout(
        run((payload, attempt) -> Payload.json('"' + long256 + '"')),
        "262,146 bytes, the limit is 262,144");
  }

  private void completesWithout(JobRecord record, String warning) {
    assertThat(record.state()).isEqualTo(JobState.COMPLETED);
    assertThat(record.result()).isEmpty();
    assertThat(log.records()).isNotEmpty();
    assertThat(text()).contains(warning).contains("the job completes without it");
  }

  private String text() {
    var last = log.records().get(log.records().size() - 1);
    return last.getParameters() == null
        ? last.getMessage()
        : java.text.MessageFormat.format(last.getMessage(), last.getParameters());
  }

  private JobRecord run(ResultHandler<Payload, Object> handler) throws InterruptedException {
    JobHandle<?> job = jobs.enqueue(NewJob.of(WORK, Payload.none()));
    try (var worker = jobs.worker().queue("default", 1).compute(WORK, handler).start()) {
      assertThat(worker.awaitIdle(Duration.ofSeconds(30))).isTrue();
    }
    return Find.record(backend, job.id());
  }
}
