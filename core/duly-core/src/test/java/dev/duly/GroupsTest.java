package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.limit.LimitRecord;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.room.AuditRecord;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.limit.Limit;
import dev.duly.limit.RateLimitedException;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups and limits as an application asks for them. */
class GroupsTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Duly duly =
      Duly.builder().backend(backend).codec(new ObjectCodec()).producer("shop").build();

  @AfterEach
  void close() {
    duly.close();
  }

  private static Payload payload(String text) {
    return Payload.json(text);
  }

  private Optional<String> groupOf(JobHandle<?> job) {
    return record(job).job().labels().groupKey();
  }

  private JobRecord record(JobHandle<?> job) {
    return backend.rooms().inspector().orElseThrow().find(List.of(job.ref())).get(0);
  }

  private Limits limits() {
    return backend.rooms().limits().orElseThrow();
  }

  @Test
  void a_job_has_the_group_of_its_type_unless_it_has_its_own() {
    JobType<Payload, Void> constant = WORK.group("type:work");
    JobType<Payload, Void> byPayload = JobType.raw("each").group(p -> "tenant:" + p.text());
    JobType<Payload, Void> some =
        JobType.raw("some").group(p -> p.text().equals("1") ? null : p.text());

    assertThat(groupOf(duly.enqueue(constant, payload("1")))).contains("type:work");
    assertThat(groupOf(duly.enqueue(constant, payload("2")))).contains("type:work");
    assertThat(groupOf(duly.enqueue(byPayload, payload("1")))).contains("tenant:1");
    assertThat(groupOf(duly.enqueue(byPayload, payload("2")))).contains("tenant:2");
    assertThat(groupOf(duly.enqueue(some, payload("1")))).isEmpty();
    assertThat(groupOf(duly.enqueue(some, payload("2")))).contains("2");
    assertThat(groupOf(duly.enqueue(NewJob.of(constant, payload("3")).group("own"))))
        .contains("own");
    assertThat(groupOf(duly.enqueue(NewJob.of(WORK, payload("4")).tag("t").header("h", "v"))))
        .isEmpty();
  }

  @Test
  void types_of_one_group_are_alike_and_others_differ() {
    assertThat(WORK.group("a")).isEqualTo(WORK.group("a")).isNotEqualTo(WORK.group("b"));
    assertThat(WORK.group("a").queue("q").group("b").queue()).isEqualTo("q");
  }

  @Test
  void a_key_that_is_none_is_refused_with_what_is_wrong() {
    assertThatThrownBy(() -> duly.enqueue(NewJob.of(WORK, payload("1")).group("a*")))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("group_key must not contain *");
  }

  @Test
  void what_code_declares_is_set_by_the_producer_and_a_change_of_a_person_lasts() {
    Limit declared = Limit.queue("mail").rate(10, SECOND);
    duly.limits(declared, Limit.key("mail", "tenant:*").places(1));
    limits().set(Limit.queue("mail").places(3), "ana");
    duly.limits(declared);

    assertThat(limits().list())
        .extracting(LimitRecord::limit)
        .extracting(Limit::toString)
        .containsExactly("mail: 3 places", "mail key tenant:*: 1 place");
    assertThat(backend.rooms().inspector().orElseThrow().audit(3))
        .extracting(AuditRecord::who)
        .containsExactlyInAnyOrder("shop", "shop", "ana");
    assertThatThrownBy(() -> duly.limits(Limit.queue("mail")))
        .hasMessageContaining("a rate, or places, or both");
  }

  @Test
  void a_handler_that_is_told_to_slow_down_holds_its_key_alone() {
    List<String> ran = new ArrayList<>();
    ManualWorker worker =
        duly.worker()
            .queue("default", 1)
            .handle(
                WORK,
                (p, attempt) -> {
                  ran.add(p.text());
                  if (ran.size() == 1) {
                    throw new RateLimitedException(SECOND);
                  }
                })
            .manual();
    JobHandle<Void> first = duly.enqueue(NewJob.of(WORK, payload("1")).group("a"));
    duly.enqueue(NewJob.of(WORK, payload("2")).group("a"));
    duly.enqueue(NewJob.of(WORK, payload("3")).group("b"));
    drain(worker);
    assertThat(ran).containsExactly("1", "3");

    clock.advance(SECOND);
    drain(worker);
    assertThat(ran).containsExactly("1", "3", "2", "1");
    assertThat(first.state()).contains(JobState.COMPLETED);
    assertThat(record(first).job().attempts()).isZero();
  }

  private static void drain(ManualWorker worker) {
    while (worker.runNext().isPresent()) {
      // one after the other
    }
  }
}
