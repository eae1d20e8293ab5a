package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerProfile;
import dev.duly.backend.room.WorkerReport;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers tell the store who they are, what they do, and how the store answers. */
class WorkerRegistryTest {
  private static final JobType<Payload, Void> MAIL = JobType.raw("mail");
  private static final JobType<Payload, Void> SMS = JobType.raw("sms");

  @Test
  @Timeout(30)
  void a_worker_is_listed_with_who_it_is_until_it_stops() throws Exception {
    InMemoryBackend backend = new InMemoryBackend();
    Statistics statistics = backend.rooms().statistics().orElseThrow();
    CountDownLatch ran = new CountDownLatch(1);
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      Worker worker =
          jobs.worker()
              .queue("mail", 3)
              .queue("sms", 2)
              .handle(MAIL, (payload, attempt) -> ran.countDown())
              .handle(SMS, (payload, attempt) -> {})
              .start();
      jobs.enqueue(NewJob.of(MAIL, Payload.none()).queue("mail"));
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.awaitIdle(Duration.ofSeconds(10))).isTrue();
      worker.stop(Duration.ofSeconds(5));

      assertThat(statistics.latest())
          .extracting(WorkerReport::worker)
          .containsExactly(worker.name());
      WorkerReport last = statistics.latest().get(0);
      WorkerProfile profile = last.profile().orElseThrow();
      assertThat(profile.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(profile.host()).isEqualTo(HostName.get()).doesNotContain(".");
      assertThat(profile.version()).isEqualTo(Duly.version());
      assertThat(profile.state()).isEqualTo(WorkerProfile.STOPPING);
      assertThat(profile.slots()).isEqualTo(Map.of("mail", 3, "sms", 2));
      assertThat(profile.types()).isEqualTo(Set.of("mail", "sms"));
      assertThat(last.slots()).isEqualTo(5);
      assertThat(last.turns().count()).as("the turn that settled it").isPositive();
      assertThat(worker.name()).matches("worker-.+-\\d+-[0-9a-z]{6}").contains(HostName.get());
    }
  }
}
