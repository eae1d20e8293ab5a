package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupCommitTest {
  private static final int THREADS = 12;
  private static final int CALLS = 3_000;

  private static List<EncodedJob> jobs(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new EncodedJob(new JobId(name + "-" + i), "t", "q", Payload.json("1")))
        .toList();
  }

  private static List<Enqueued> stored(List<EncodedJob> jobs) {
    return jobs.stream().<Enqueued>map(job -> new Enqueued.Stored(job.id())).toList();
  }

  @Test
  void who_is_held_up_by_anothers_jobs_is_so_for_a_moment_alone() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    GroupCommit gathering =
        new GroupCommit(
            all -> {
              if (all.get(0).id().value().startsWith("held")) {
                begun.countDown();
                awaitQuietly(held);
              }
              return stored(all);
            },
            1);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Future<List<Enqueued>> first = pool.submit(() -> gathering.enqueue(jobs("held", 1)));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    Future<List<Enqueued>> other = pool.submit(() -> gathering.enqueue(jobs("other", 1)));

    assertThat(other.get(10, TimeUnit.SECONDS)).hasSize(1);
    assertThat(first.isDone()).isFalse();
    held.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).hasSize(1);
    pool.shutdown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 150, 2", "3, 1, 3", "3, 150, 3"})
  void everybody_gets_the_answer_to_their_own_jobs_and_nobody_waits_for_ever(
      int leadersMax, int bulk, int atOnceMax) throws Exception {
    Queue<Integer> batches = new ConcurrentLinkedQueue<>();
    AtomicInteger storing = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    GroupCommit gathering =
        new GroupCommit(
            all -> {
              batches.add(all.size());
              atOnce.accumulateAndGet(storing.incrementAndGet(), Math::max);
              LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000));
              storing.decrementAndGet();
              return stored(all);
            },
            leadersMax);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> callers = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      callers.add(
          pool.submit(
              () -> {
                for (int call = 0; call < CALLS; call++) {
                  List<EncodedJob> mine = jobs(thread + "." + call, call % 3 == 0 ? bulk : 1);
                  assertThat(gathering.enqueue(mine)).isEqualTo(stored(mine));
                }
              }));
    }
    for (Future<?> caller : callers) {
      caller.get(60, TimeUnit.SECONDS);
    }
    pool.shutdown();
    assertThat(batches).as("some were stored together").hasSizeLessThan(THREADS * CALLS);
    assertThat(atOnce).as("stored at once").hasValue(atOnceMax);
  }

  @Test
  void what_fails_is_told_and_the_next_is_stored() {
    GroupCommit gathering =
        new GroupCommit(
            all -> {
              if (all.get(0).id().value().startsWith("bad")) {
                throw new AssertionError("of a kind that nobody expects");
              }
              return stored(all);
            },
            1);
    assertThatThrownBy(() -> gathering.enqueue(jobs("bad", 1)))
        .hasStackTraceContaining("nobody expects");
    assertThat(gathering.enqueue(jobs("good", 1))).hasSize(1);
  }

  @Test
  void jobs_that_cannot_be_stored_fail_their_caller_and_no_other_that_was_gathered_with_it()
      throws Exception {
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch everybodyWaits = new CountDownLatch(1);
    GroupCommit gathering =
        new GroupCommit(
            all -> {
              storing.countDown();
              await(everybodyWaits);
              if (all.stream().anyMatch(job -> job.id().value().startsWith("bad"))) {
                throw new ArithmeticException("long overflow");
              }
              return stored(all);
            },
            1);
    List<FutureTask<List<Enqueued>>> calls = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (String name : List.of("leader", "good-1", "bad", "good-2")) {
      FutureTask<List<Enqueued>> call = new FutureTask<>(() -> gathering.enqueue(jobs(name, 1)));
      calls.add(call);
      callers.add(new Thread(call));
      callers.get(callers.size() - 1).start();
      storing.await(); // the first one leads
    }
    while (callers.stream().anyMatch(caller -> !caller.getState().name().endsWith("WAITING"))) {
      Thread.onSpinWait();
    }
    everybodyWaits.countDown();

    assertThat(calls.get(0).get()).isEqualTo(stored(jobs("leader", 1)));
    assertThat(calls.get(1).get()).isEqualTo(stored(jobs("good-1", 1)));
    assertThatThrownBy(calls.get(2)::get).hasCauseInstanceOf(ArithmeticException.class);
    assertThat(calls.get(3).get()).isEqualTo(stored(jobs("good-2", 1)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
