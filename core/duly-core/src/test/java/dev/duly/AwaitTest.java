package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.LookedForEnds;
import dev.duly.backend.support.Signal;
import dev.duly.backend.support.StoreResults;
import dev.duly.backend.support.StoreRooms;
import dev.duly.job.JobCancelledException;
import dev.duly.job.JobDiedException;
import dev.duly.job.JobNotStoredException;
import dev.duly.job.JobState;
import dev.duly.memory.ForwardingBackend;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ObjectCodec;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handle waits for its job (rules N3 and N4). */
class AwaitTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private record Sum(int a, int b) {}

  private record Answer(int value) {}

  private static final JobType<Sum, Answer> SUM =
      JobType.of("sum", Sum.class).returning(Answer.class).retry(RetryPolicy.DEFAULT.attempts(1));

  private final InMemoryBackend backend = new InMemoryBackend();
  private final Duly jobs = Duly.on(backend, new ObjectCodec());

  @AfterEach
  void close() {
    jobs.close();
  }

  private Worker worker(ResultHandler<Sum, Answer> handler) {
    return jobs.worker().queue("default", 2).compute(SUM, handler).start();
  }

  private static Answer add(Sum sum, Attempt attempt) {
    return new Answer(sum.a + sum.b);
  }

  @Test
  void a_result_comes_back_as_what_the_handler_returned() throws Exception {
    worker(AwaitTest::add);
    JobHandle<Answer> handle = jobs.enqueue(SUM, new Sum(1, 2));

    assertThat(handle.await(LONG)).isEqualTo(new Answer(3));
    assertThat(handle.await(LONG)).isEqualTo(new Answer(3));
    JobEnd<Answer> end = handle.end().join();
    assertThat(end.state()).contains(JobState.COMPLETED);
    assertThat(end.result()).contains(new Answer(3));
    assertThat(jobs.jobs().result(SUM, handle.ref())).contains(new Answer(3));
    assertThat(jobs.jobs().result(SUM, handle.id().value())).contains(new Answer(3));
  }

  @Test
  void a_job_that_is_not_over_in_time_goes_on() throws Exception {
    JobHandle<Answer> handle = jobs.enqueue(SUM, new Sum(1, 2));

    assertThatThrownBy(() -> handle.await(Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("is not over after 20ms");
    assertThat(jobs.jobs().result(SUM, handle.ref())).isEmpty();
    worker(AwaitTest::add);
    assertThat(handle.await(LONG)).isEqualTo(new Answer(3));
  }

  @Test
  void a_handler_that_returns_nothing_gives_null() throws Exception {
    worker((sum, attempt) -> null);
    JobHandle<Answer> handle = jobs.enqueue(SUM, new Sum(1, 2));
    assertThat(handle.await(LONG)).isNull();
    assertThat(jobs.jobs().result(SUM, handle.ref())).isEmpty();
  }

  @Test
  void a_dead_letter_is_an_exception_with_the_failure() {
    worker(
        (sum, attempt) -> {
          throw new IllegalStateException("no more numbers");
        });
    JobHandle<Answer> handle = jobs.enqueue(SUM, new Sum(1, 2));

    assertThatThrownBy(() -> handle.await(LONG))
        .isInstanceOfSatisfying(
            JobDiedException.class,
            died -> {
              assertThat(died.job()).isEqualTo(handle.ref());
              assertThat(died.failure().orElseThrow().message()).isEqualTo("no more numbers");
            })
        .hasMessageContaining("is a dead letter (exhausted)")
        .hasMessageContaining("no more numbers");
    assertThatThrownBy(() -> jobs.jobs().result(SUM, handle.ref()))
        .isInstanceOf(JobDiedException.class);
    assertThat(handle.end().join().state()).contains(JobState.DEAD);
  }

  @Test
  void a_cancelled_a_deleted_and_an_unknown_job_are_told_at_once() {
    JobHandle<Answer> cancelled = jobs.enqueue(SUM, new Sum(1, 2));
    JobHandle<Answer> deleted = jobs.enqueue(SUM, new Sum(1, 2));
    CompletableFuture<JobEnd<Answer>> end = cancelled.end();
    cancelled.cancel();
    jobs.jobs().delete(deleted.ref());

    assertThat(end.join().state()).contains(JobState.CANCELLED);
    assertThatThrownBy(() -> cancelled.await(LONG)).isInstanceOf(JobCancelledException.class);
    assertThatThrownBy(() -> deleted.await(LONG)).isInstanceOf(JobNotStoredException.class);
    assertThatThrownBy(() -> jobs.jobs().handle(SUM, "never").await(LONG))
        .isInstanceOf(JobNotStoredException.class)
        .hasMessageContaining("default/never is not stored");
    assertThat(jobs.jobs().handle(SUM, "never").end().join().state()).isEmpty();
  }

  @Test
  void a_result_asked_for_with_the_wrong_type_names_both() throws Exception {
    worker(AwaitTest::add);
    JobHandle<Answer> handle = jobs.enqueue(SUM, new Sum(1, 2));
    handle.await(LONG);

    JobType<Sum, Answer> other = JobType.of("product", Sum.class).returning(Answer.class);
    assertThatThrownBy(() -> jobs.jobs().result(other, handle.ref()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of type sum, not of product");
    assertThatThrownBy(() -> jobs.jobs().handle(other, handle.ref()).await(LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of type sum, not of product");
    JobType<Sum, Void> none = JobType.of("sum", Sum.class);
    assertThatThrownBy(() -> jobs.jobs().result(none, handle.ref()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".returning(");
    assertThatThrownBy(() -> jobs.jobs().handle(none, handle.ref()).end().join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_handler_that_awaits_is_told_what_to_write() throws Exception {
    worker(
        (sum, attempt) -> {
          jobs.enqueue(SUM, new Sum(0, 0)).await(LONG);
          return null;
        });
    JobHandle<Answer> handle = jobs.enqueue(SUM, new Sum(1, 2));
    assertThatThrownBy(() -> handle.await(LONG))
        .isInstanceOf(JobDiedException.class)
        .hasMessageContaining("a handler cannot await job")
        .hasMessageContaining("attempt.then(");
  }

  @Test
  void who_waits_when_it_is_closed_is_told() {
    CompletableFuture<JobEnd<Answer>> end = jobs.enqueue(SUM, new Sum(1, 2)).end();
    jobs.close();
    assertThatThrownBy(end::join).hasMessageContaining("closed before the job was over");
    assertThatThrownBy(() -> jobs.jobs().handle(SUM, "a").end())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void all_handles_of_a_process_share_one_thread_and_its_questions() throws Exception {
    assertThat(questionsWhileWaiting(new Counted(backend, false))).isLessThan(20);
  }

  @Test
  void a_watch_that_asks_for_each_handle_is_caught() throws Exception {
    assertThat(questionsWhileWaiting(new Counted(backend, true))).isGreaterThan(1_000);
  }

  /** Of two seconds with 1,000 handles, which then all hear. */
  private int questionsWhileWaiting(Counted counted) throws Exception {
    try (Duly many = Duly.on(counted, new ObjectCodec())) {
      List<CompletableFuture<JobEnd<Answer>>> ends = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        ends.add(many.enqueue(SUM, new Sum(i, 1)).end());
      }
      assertThat(threads()).isEqualTo(1);
      int before = counted.looks.get();
      assertThatThrownBy(() -> ends.get(0).get(2, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      int questions = counted.looks.get() - before;
      worker(AwaitTest::add);
      for (int i = 0; i < 1_000; i++) {
        assertThat(ends.get(i).join().result()).contains(new Answer(i + 1));
      }
      return questions;
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("duly-ends"))
        .count();
  }

  @Test
  void an_end_in_this_process_is_told_as_the_store_tells_it_without_asking() {
    Counted counted = new Counted(backend, false);
    counted.failures.set(Integer.MAX_VALUE); // no look succeeds
    try (Duly here = Duly.on(counted, new ObjectCodec())) {
      List<JobHandle<Answer>> handles = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        handles.add(here.enqueue(SUM, new Sum(i, 1)));
      }
      List<CompletableFuture<JobEnd<Answer>>> ends = handles.stream().map(JobHandle::end).toList();
      here.worker()
          .queue("default", 2)
          .compute(
              SUM,
              (sum, attempt) -> {
                if (sum.a == 1) {
                  throw new IllegalStateException("no more numbers");
                } else if (sum.a == 2) {
                  jobs.jobs().cancel(handles.get(2).ref());
                  new CountDownLatch(1).await(); // until it is interrupted
                }
                return add(sum, attempt);
              })
          .start();
      for (int i = 0; i < 3; i++) {
        JobEnd<Answer> asStored = jobs.jobs().handle(SUM, handles.get(i).ref()).end().join();
        assertThat(ends.get(i).join()).isEqualTo(asStored);
      }
      assertThat(ends.stream().map(end -> end.join().state().orElseThrow()))
          .containsExactly(JobState.COMPLETED, JobState.DEAD, JobState.CANCELLED);
    }
  }

  @Test
  void looking_that_fails_is_tried_again() throws Exception {
    Counted counted = new Counted(backend, false);
    counted.failures.set(2); // one of each kind
    try (Duly many = Duly.on(counted, new ObjectCodec())) {
      worker(AwaitTest::add);
      assertThat(many.enqueue(SUM, new Sum(1, 2)).await(LONG)).isEqualTo(new Answer(3));
      assertThat(counted.looks.get()).isGreaterThan(2);
    }
  }

  /** A backend that counts how often it is asked where jobs stand, and sometimes fails to say. */
  private static final class Counted extends ForwardingBackend {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private final boolean pollsPerHandle;

    Counted(Backend good, boolean pollsPerHandle) {
      super(good);
      this.pollsPerHandle = pollsPerHandle;
    }

    @Override
    public Rooms rooms() {
      Rooms good = super.rooms();
      return new StoreRooms(
          good.inspector().orElseThrow(),
          good.operator().orElseThrow(),
          good.statistics().orElseThrow(),
          new StoreResults(
              () -> new LookedForEnds(counted(good), LongPoll.on(new Signal())), job -> List.of()));
    }

    private Inspector counted(Rooms good) {
      Inspector inspector = good.inspector().orElseThrow();
      return (Inspector)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Inspector.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("states")) {
                  looks.addAndGet(pollsPerHandle ? ((List<?>) arguments[0]).size() : 1);
                  int left = failures.getAndDecrement();
                  if (left > 0) {
                    throw left % 2 == 0
                        ? new BackendException("not now")
                        : new IllegalStateException("not ever expected");
                  }
                }
                return method.invoke(inspector, arguments);
              });
    }
  }
}
