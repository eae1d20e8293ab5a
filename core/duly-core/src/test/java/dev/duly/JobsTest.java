package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.ConflictException;
import dev.duly.job.DulyException;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.ForwardingBackend;
import dev.duly.memory.InMemoryBackend;
import dev.duly.query.JobFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application's own view of its jobs. */
class JobsTest {
  private static final JobType<Payload, Void> MAIL = JobType.raw("mail");

  private final InMemoryBackend backend = new InMemoryBackend();
  private final Duly duly =
      Duly.builder().backend(backend).codec(Codec.RAW).producer("shop").build();

  @AfterEach
  void close() {
    duly.close();
  }

  private static Payload json(String text) {
    return Payload.json(text);
  }

  @Test
  void a_handle_tells_where_its_job_stands_and_cancels_it() {
    JobHandle<Void> handle = duly.enqueue(MAIL, json("1"));

    assertThat(handle.isNew()).isTrue();
    assertThat(handle.isConflict()).isFalse();
    assertThat(handle.ref()).isEqualTo(new JobRef("default", handle.id()));
    assertThat(handle.state()).contains(JobState.WAITING);
    assertThat(handle.cancel()).isEqualTo(Acted.DONE);
    assertThat(handle.state()).contains(JobState.CANCELLED);
    assertThat(handle.cancel()).isEqualTo(Acted.WRONG_STATE);
    assertThat(duly.jobs().delete(handle.ref())).isEqualTo(Acted.DONE);
    assertThat(handle.state()).isEmpty();
    assertThat(handle.cancel()).isEqualTo(Acted.NOT_FOUND);
    assertThat(handle).hasToString("default/" + handle.id());
  }

  @Test
  void a_handle_can_be_made_of_an_id_that_a_request_brings() {
    duly.enqueue(NewJob.of(MAIL, json("1")).id("order-7"));

    assertThat(duly.jobs().handle(MAIL, "order-7").state()).contains(JobState.WAITING);
    assertThat(duly.jobs().handle(MAIL, "order-8").state()).isEmpty();
    assertThatThrownBy(() -> duly.jobs().handle(MAIL, "no id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no id");
  }

  @Test
  void mine_are_found_listed_and_counted_by_a_query() {
    for (int i = 1; i <= 3; i++) {
      duly.enqueue(NewJob.of(MAIL, json("" + i)).id("job-" + i).tag("customer-" + i % 2));
    }

    assertThat(duly.jobs().find("job-2")).isPresent();
    assertThat(duly.jobs().find("job-9")).isEmpty();
    assertThat(duly.jobs().list("tag:customer-1", 10))
        .extracting(record -> record.job().id().value())
        .containsExactly("job-3", "job-1");
    assertThat(duly.jobs().count("tag:customer-1").jobs()).isEqualTo(2);
    assertThat(duly.jobs().waiting("default")).isEqualTo(3);
    assertThatThrownBy(() -> duly.jobs().list("colour:red", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("colour");
  }

  @Test
  void a_handle_is_of_the_queue_where_its_job_is() {
    JobHandle<Void> elsewhere = duly.enqueue(NewJob.of(MAIL, json("1")).queue("bulk"));

    assertThat(duly.jobs().handle(MAIL, elsewhere.id().value()).ref()).isEqualTo(elsewhere.ref());
  }

  @Test
  void an_id_that_is_none_is_told_with_all_else_and_nothing_is_stored() {
    NewJob<Payload, Void> bad = NewJob.of(MAIL, json("1")).id("no id").maxAttempts(0).queue("q q");
    assertThatThrownBy(() -> duly.enqueue(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id must be 1 to 64 characters")
        .hasMessageContaining("max_attempts")
        .hasMessageContaining("q q");
    NewJob<Payload, Void> late = NewJob.of(MAIL, json("1")).maxAttempts(-1);
    assertThatThrownBy(() -> duly.enqueueAll(List.of(late, NewJob.of(MAIL, json("2")).id(""))))
        .hasMessageContaining("job 1: max_attempts")
        .hasMessageContaining("job 2: id must be");
    assertThat(duly.enqueue(NewJob.of(MAIL, json("3")).id("").id("fine")).id().value())
        .isEqualTo("fine");
    assertThat(duly.jobs().count("").jobs()).isEqualTo(1);
  }

  @Test
  void what_takes_an_address_takes_an_id_too() {
    String id = duly.enqueue(MAIL, json("1")).id().value();

    assertThat(duly.jobs().progress(id, Integer.class)).isEmpty();
    assertThat(duly.jobs().log(id)).isEmpty();
    assertThat(duly.jobs().cancel(id)).isEqualTo(Acted.DONE);
    assertThat(duly.jobs().retry(id)).isEqualTo(Acted.DONE);
    assertThat(duly.jobs().delete(id)).isEqualTo(Acted.DONE);
    assertThat(duly.jobs().cancel(id)).isEqualTo(Acted.NOT_FOUND);
    assertThat(duly.jobs().retry(id)).isEqualTo(Acted.NOT_FOUND);
    assertThat(duly.jobs().delete(id)).isEqualTo(Acted.NOT_FOUND);
    assertThat(duly.jobs().log(id)).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // as a caller without the check may
  void who_acts_has_a_name() {
    assertThatThrownBy(() -> duly.jobs().as("")).hasMessageContaining("1 to 200 characters");
    assertThatThrownBy(() -> duly.jobs().as("x".repeat(201))).hasMessageContaining("1 to 200");
    assertThatThrownBy(() -> new JobRef("q", null)).hasMessageContaining("id");
  }

  @Test
  void acts_are_in_the_audit_under_the_name_that_acts() {
    JobRef job = duly.enqueue(MAIL, json("1")).ref();

    duly.jobs().cancel(job);
    assertThat(duly.jobs().as("ana").retry(job)).isEqualTo(Acted.DONE);
    assertThat(duly.jobs().as("ana").edit(job, json("2"))).isEqualTo(Acted.DONE);

    assertThat(duly.jobs().find(job).map(r -> r.job().payload())).contains(json("2"));
    assertThat(backend.rooms().inspector().orElseThrow().audit(5))
        .extracting(AuditRecord::who)
        .containsExactly("ana", "ana", "shop");
  }

  @Test
  void a_backend_that_shows_nothing_says_so_in_one_kind_of_exception() {
    Duly blind =
        Duly.on(
            new ForwardingBackend(backend) {
              @Override
              public Rooms rooms() {
                return Rooms.NONE;
              }
            },
            Codec.RAW);
    JobHandle<Void> handle = blind.enqueue(MAIL, json("1"));

    for (Runnable call :
        List.<Runnable>of(
            handle::state,
            handle::cancel,
            () -> blind.jobs().list("", 1),
            () -> blind.jobs().waiting("default"),
            () -> blind.jobs().retry(handle.ref()))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(NotOfferedException.class)
          .isInstanceOf(DulyException.class)
          .hasMessageStartingWith("this backend cannot");
    }
  }

  @Test
  void an_id_that_is_taken_is_a_value_in_a_bulk_and_an_exception_for_a_single_job() {
    NewJob<Payload, Void> first = NewJob.of(MAIL, json("1")).id("a");
    duly.enqueue(first);

    List<JobHandle<?>> handles =
        duly.enqueueAll(
            List.of(NewJob.of(MAIL, json("2")).id("a"), first, NewJob.of(MAIL, json("3"))));

    assertThat(handles).extracting(JobHandle::isConflict).containsExactly(true, false, false);
    assertThat(handles).extracting(JobHandle::isNew).containsExactly(false, false, true);
    assertThatThrownBy(() -> duly.enqueue(NewJob.of(MAIL, json("2")).id("a")))
        .isInstanceOf(ConflictException.class)
        .isInstanceOf(DulyException.class);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void an_engine_that_fails_leaves_the_ids_and_what_is_known(Kind kind) {
    Duly failing =
        Duly.on(
            new ForwardingBackend(backend) {
              @Override
              public List<Enqueued> enqueue(List<EncodedJob> jobs) {
                throw new BackendException(kind, "the disk is away", null);
              }
            },
            Codec.RAW);

    assertThatThrownBy(
            () ->
                failing.enqueueAll(
                    List.of(
                        NewJob.of(MAIL, json("1")).id("a"), NewJob.of(MAIL, json("2")).id("b"))))
        .isInstanceOfSatisfying(
            EnqueueFailedException.class,
            e -> {
              assertThat(e.ids()).containsExactly(new JobId("a"), new JobId("b"));
              assertThat(e.outcome())
                  .isEqualTo(
                      kind == Kind.UNKNOWN_OUTCOME
                          ? EnqueueFailedException.Outcome.UNKNOWN
                          : EnqueueFailedException.Outcome.NOT_STORED);
            })
        .hasMessage("the disk is away");
  }

  @Test
  void a_job_may_differ_from_its_type_in_retry_and_timeout() {
    JobHandle<Void> job =
        duly.enqueue(
            NewJob.of(MAIL, json("1"))
                .retry(RetryPolicy.fixed(Duration.ofSeconds(7)).attempts(3))
                .timeout(Duration.ofMinutes(2)));
    JobHandle<Void> plain = duly.enqueue(MAIL, json("1"));

    var stored = duly.jobs().find(job.ref()).orElseThrow().job();
    assertThat(stored.retry()).isEqualTo("7s ±20%");
    assertThat(stored.maxAttempts()).isEqualTo(3);
    assertThat(stored.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(duly.jobs().find(plain.ref()).orElseThrow().job().maxAttempts()).isEqualTo(5);
  }

  @Test
  void a_builder_names_everything_that_is_missing_or_wrong() {
    assertThatThrownBy(() -> Duly.builder().producer("").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has no backend: add .backend(")
        .hasMessageContaining("it has no codec: add .codec(")
        .hasMessageContaining("producer");
    assertThatThrownBy(() -> new JobQuery(JobFilter.ALL, Optional.empty(), -1, -2))
        .hasMessageContaining("limit must be 1 to 1000, was -1")
        .hasMessageContaining("payloadBytesMax must not be negative, was -2");
    assertThatThrownBy(() -> duly.worker().name("n\n").queue("q q", 0).start())
        .hasMessageContaining("control character")
        .hasMessageContaining("q q")
        .hasMessageContaining("slots");
  }
}
