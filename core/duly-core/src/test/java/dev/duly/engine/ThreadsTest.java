package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.ThreadKind;
import dev.duly.WorkerBuilder;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which threads handlers run, and what those of one pool do to another. */
class ThreadsTest {
  private static final JobType<Payload, Void> COMPUTE = JobType.raw("compute").queue("video");
  private static final JobType<Payload, Void> MAIL = JobType.raw("mail").queue("email");

  private final Duly jobs = Duly.on(new InMemoryBackend(new ManualClock()), new ObjectCodec());
  private final AtomicBoolean mayEnd = new AtomicBoolean();

  @AfterEach
  void close() {
    mayEnd.set(true);
    jobs.close();
  }

  @Test
  void as_many_computing_handlers_as_cores_do_not_hold_back_another_queue() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    CountDownLatch computing = new CountDownLatch(cores);
    CountDownLatch mails = new CountDownLatch(3);
    jobs.worker()
        .queue("video", cores)
        .queue("email", 8)
        .handle(
            COMPUTE,
            (payload, attempt) -> {
              computing.countDown();
              while (!mayEnd.get()) {
                Thread.onSpinWait();
              }
            })
        .handle(MAIL, (payload, attempt) -> mails.countDown())
        .start();
    for (int i = 0; i < cores; i++) {
      jobs.enqueue(NewJob.of(COMPUTE, Payload.none()));
    }
    assertThat(computing.await(30, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 3; i++) {
      jobs.enqueue(NewJob.of(MAIL, Payload.none()));
    }

    assertThat(mails.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_pool_has_virtual_threads_if_it_asks_for_them_and_they_are_there() throws Exception {
    BlockingQueue<Thread> ranOn = new ArrayBlockingQueue<>(2);
    WorkerBuilder builder =
        jobs.worker()
            .queue("video", 1)
            .queue("email", 5_000, ThreadKind.VIRTUAL)
            .handle(COMPUTE, (payload, attempt) -> ranOn.add(Thread.currentThread()))
            .handle(MAIL, (payload, attempt) -> ranOn.add(Thread.currentThread()));
    if (Runtime.version().feature() < 21) {
      assertThatThrownBy(builder::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("email: virtual threads need Java 21 or later, this is Java 17");
      return;
    }
    builder.start();

    jobs.enqueue(NewJob.of(COMPUTE, Payload.none()));
    assertThat(ranOn.poll(30, TimeUnit.SECONDS).getClass().getSimpleName()).isEqualTo("Thread");
    jobs.enqueue(NewJob.of(MAIL, Payload.none()));
    assertThat(ranOn.poll(30, TimeUnit.SECONDS).getClass().getSimpleName())
        .isEqualTo("VirtualThread");
  }
}
