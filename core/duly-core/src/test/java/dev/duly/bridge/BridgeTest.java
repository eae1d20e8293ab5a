package dev.duly.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Fencing;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Operator;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobSpec;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.memory.ForwardingBackend;
import dev.duly.memory.ForwardingSession;
import dev.duly.memory.InMemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs on their way from one backend into another. */
class BridgeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final InMemoryBackend source = new InMemoryBackend();
  private final InMemoryBackend target = new InMemoryBackend();

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", "email", Payload.json("{\"n\":1}"));
  }

  private static List<EncodedJob> jobs(int count) {
    return IntStream.range(0, count).mapToObj(i -> job("j" + i)).toList();
  }

  private static Inspector inside(Backend backend) {
    return backend.rooms().inspector().orElseThrow();
  }

  private static JobRecord found(Backend backend, String id) {
    return inside(backend).find(new JobRef("email", new JobId(id))).orElseThrow();
  }

  private static List<JobRecord> all(Backend backend, JobState state) {
    return inside(backend).list(JobQuery.in(state, 1_000)).jobs();
  }

  private void carryAll(Backend into) {
    try (Bridge bridge = Bridge.from(source).into(into).start()) {
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
    }
  }

  @Test
  void a_job_arrives_as_it_was_given_and_begins_anew() {
    Instant expires = Instant.now().plusSeconds(3_600);
    JobSpec spec =
        JobSpec.builder("image.resize", "email")
            .priority(Priority.LOW)
            .maxAttempts(7)
            .retry("1s 2s ±0%")
            .timeout(Duration.ofMinutes(2))
            .labels(
                new Labels(
                    Optional.of("key"),
                    Optional.of("group"),
                    List.of("a", "é ✓"),
                    Map.of("h", "v", ClaimRef.AWAITED, "1"),
                    Optional.of("shop")))
            .build();
    Payload payload = new Payload(new byte[] {0, -1}, "x/y", 3, Optional.of("k1"));
    source.enqueue(
        List.of(
            new EncodedJob(new JobId("a"), spec, payload)
                .withExpires(Optional.of(new Due.At(expires)))));
    try (Session worker = source.open(new WorkerInfo("w", LONG), () -> {})) {
      worker.settle(
          worker.claim(List.of(new Demand("email", 1)), Duration.ZERO).claims().stream()
              .<Settlement>map(
                  claim -> new Settlement.Retry(claim, Duration.ZERO, Failure.of("E", "m")))
              .toList(),
          List.of());
    }
    assertThat(found(source, "a").job().attempts()).isEqualTo(1);

    carryAll(target);

    JobRecord there = found(target, "a");
    assertThat(there.state()).isEqualTo(JobState.WAITING);
    assertThat(there.job().payload()).isEqualTo(payload);
    assertThat(there.job().expiresAt().orElseThrow().toEpochMilli())
        .isEqualTo(expires.toEpochMilli());
    assertThat(there.job().attempts()).isZero();
    Labels given = spec.labels();
    assertThat(there.job().spec())
        .isEqualTo(
            spec.toBuilder()
                .labels(
                    new Labels(
                        Optional.empty(),
                        given.groupKey(),
                        given.tags(),
                        Map.of("h", "v"),
                        given.producer()))
                .build());
    assertThat(found(source, "a").state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void what_is_for_later_paused_or_of_another_queue_stays() {
    EncodedJob other = new EncodedJob(new JobId("o"), "mail", "other", Payload.none());
    EncodedJob paused = new EncodedJob(new JobId("p"), "mail", "paused", Payload.none());
    source.enqueue(
        List.of(job("now"), job("later").withDue(new Due.In(Duration.ofHours(1))), other, paused));
    Operator operator = source.rooms().operator().orElseThrow();
    operator.pause("paused", "test");
    try (Bridge bridge = Bridge.from(source).queues("email", "paused").into(target).start()) {
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
      assertThat(bridge.carried()).isEqualTo(1);
    }
    assertThat(all(target, JobState.WAITING))
        .extracting(r -> r.job().id().value())
        .containsExactly("now");
    assertThat(all(source, JobState.WAITING))
        .extracting(r -> r.job().id().value())
        .containsExactlyInAnyOrder("later", "o", "p");
  }

  @Test
  void without_names_all_queues_are_carried_also_those_to_come() {
    try (Bridge bridge = Bridge.from(source).into(target).start()) {
      source.enqueue(List.of(job("a")));
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
      source.enqueue(List.of(new EncodedJob(new JobId("b"), "mail", "new", Payload.none())));
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
      assertThat(bridge.carried()).isEqualTo(2);
    }
    assertThat(all(target, JobState.WAITING)).hasSize(2);
  }

  @Test
  void what_the_target_refuses_becomes_a_dead_letter_and_holds_up_nothing() {
    Backend small =
        new ForwardingBackend(target) {
          @Override
          public List<Enqueued> enqueue(List<EncodedJob> jobs) {
            capabilities().requireAcceptable(jobs);
            if (jobs.stream().anyMatch(j -> j.id().value().equals("j2"))) {
              throw new BackendException(BackendException.Kind.PERMANENT, "no 2 here", null);
            }
            return super.enqueue(jobs);
          }
        };
    source.enqueue(jobs(5));
    target.enqueue(List.of(new EncodedJob(new JobId("j4"), "other", "email", Payload.json("[]"))));

    try (Bridge bridge = Bridge.from(source).into(small).start()) {
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
      assertThat(bridge.carried()).isEqualTo(3);
      assertThat(bridge.refused()).isEqualTo(2);
    }
    assertThat(found(source, "j2").lastError().orElseThrow().message()).isEqualTo("no 2 here");
    assertThat(found(source, "j2").deadReason()).contains("refused");
    assertThat(found(source, "j2").job().attempts()).isZero();
    assertThat(found(source, "j4").lastError().orElseThrow().message())
        .isEqualTo("another job has its id there");
  }

  @Test
  void a_job_that_breaks_a_limit_of_the_target_says_which() {
    Backend small =
        new ForwardingBackend(target) {
          @Override
          public Capabilities capabilities() {
            return Capabilities.builder(Fencing.STRICT, super.capabilities().lease())
                .payloadBytesMax(10)
                .build();
          }

          @Override
          public List<Enqueued> enqueue(List<EncodedJob> jobs) {
            capabilities().requireAcceptable(jobs);
            return super.enqueue(jobs);
          }
        };
    source.enqueue(
        List.of(
            job("fits"), job("big").withPayload(Payload.json("{\"text\":\"too long for this\"}"))));
    carryAll(small);
    assertThat(found(source, "big").lastError().orElseThrow().message())
        .contains("payload is 28 bytes");
    assertThat(found(target, "fits").state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void while_the_target_is_away_claims_are_kept_and_no_more_are_made() {
    AtomicInteger away = new AtomicInteger(4);
    List<Integer> sizes = new ArrayList<>();
    Backend shaky =
        new ForwardingBackend(target) {
          @Override
          public List<Enqueued> enqueue(List<EncodedJob> jobs) {
            sizes.add(jobs.size());
            if (away.getAndDecrement() > 0) {
              throw new BackendException(BackendException.Kind.TRANSIENT, "gone", null);
            }
            return super.enqueue(jobs);
          }
        };
    source.enqueue(jobs(700));
    try (Bridge bridge = Bridge.from(source).into(shaky).lease(Duration.ofSeconds(1)).start()) {
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
    }
    assertThat(sizes).startsWith(500, 500, 500, 500, 500, 200);
    assertThat(all(target, JobState.WAITING)).hasSize(700);
    assertThat(all(source, JobState.COMPLETED)).hasSize(700);
  }

  @Test
  void an_answer_that_is_lost_on_either_side_makes_no_second_job() {
    target.loseNextAnswer();
    source.enqueue(jobs(3));
    carryAll(target);
    assertThat(all(target, JobState.WAITING)).hasSize(3);
    AtomicInteger settles = new AtomicInteger();
    Backend lossy =
        new ForwardingBackend(source) {
          @Override
          public Session open(WorkerInfo info, Runnable onChange) {
            Session session = super.open(info, onChange);
            return new ForwardingSession(session) {
              @Override
              public TurnResult settle(List<Settlement> done, List<Demand> next) {
                TurnResult turn = super.settle(done, next);
                if (settles.getAndIncrement() == 0) {
                  throw new BackendException("the answer was lost");
                }
                return turn;
              }
            };
          }
        };
    source.enqueue(List.of(job("x"), job("y")));
    try (Bridge bridge = Bridge.from(lossy).into(target).start()) {
      assertThat(bridge.awaitEmpty(LONG)).isTrue();
    }
    assertThat(settles.get()).isGreaterThan(1);
    assertThat(all(target, JobState.WAITING)).hasSize(5);
    assertThat(all(source, JobState.COMPLETED)).hasSize(5);
  }

  @Test
  void closing_while_the_target_is_away_gives_the_jobs_back() {
    Backend gone =
        new ForwardingBackend(target) {
          @Override
          public List<Enqueued> enqueue(List<EncodedJob> jobs) {
            throw new BackendException(BackendException.Kind.TRANSIENT, "gone", null);
          }
        };
    source.enqueue(jobs(3));
    try (Bridge bridge = Bridge.from(source).into(gone).start()) {
      while (all(source, JobState.RUNNING).isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(bridge.awaitEmpty(Duration.ZERO)).isFalse();
    }
    assertThat(all(source, JobState.WAITING))
        .hasSize(3)
        .allMatch(record -> record.job().attempts() == 0);
  }

  @Test
  void a_store_is_not_carried_into_itself() {
    Backend same = new ForwardingBackend(source);
    source.enqueue(jobs(3));
    try (Bridge bridge = Bridge.from(source).into(same).start()) {
      assertThat(bridge.awaitEmpty(LONG)).isFalse();
      assertThat(bridge.problem().orElseThrow()).contains("are the same store");
      assertThat(bridge.carried()).isZero();
    }
    assertThat(all(source, JobState.WAITING)).hasSize(3);
  }

  @Test
  void all_that_is_wrong_is_told_at_the_start() {
    assertThatThrownBy(
            () ->
                Bridge.from(source)
                    .queues("no good")
                    .into(source)
                    .lease(Duration.ofMillis(1))
                    .start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no bridge: its source and its target are the same; its lease")
        .hasMessageContaining("no good");
    assertThatThrownBy(() -> Bridge.from(source).start())
        .hasMessage("no bridge: it has no target: say into(..)");
  }
}
