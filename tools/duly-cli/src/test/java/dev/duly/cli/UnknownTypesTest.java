package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.ManualWorker;
import dev.duly.NewJob;
import dev.duly.SnoozeException;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownTypesTest {
  private static final JobType<Payload, Void> MAIL = JobType.raw("mail");
  private static final JobType<Payload, Void> FAX = JobType.raw("fax");

  @Test
  void a_type_without_a_command_is_told_once_and_a_snooze_is_none() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    try (Duly jobs =
            Duly.builder()
                .backend(new InMemoryBackend())
                .codec(Codec.RAW)
                .listener(new UnknownTypes(Set.of("mail"), err))
                .build();
        ManualWorker worker =
            jobs.worker()
                .queue("default", 1)
                .handle(
                    MAIL,
                    (payload, attempt) -> {
                      throw new SnoozeException(Duration.ofHours(1));
                    })
                .manual()) {
      jobs.enqueueAll(
          List.of(
              NewJob.of(FAX, Payload.none()).id("a"),
              NewJob.of(FAX, Payload.none()).id("b"),
              NewJob.of(MAIL, Payload.none()).id("c")));
      while (worker.runNext().isPresent()) {}
    }

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .matches(
            "no --exec for jobs of type fax: they wait for a worker that has it; a is due again in \\d+s");
  }
}
