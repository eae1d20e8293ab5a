package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.job.Payload;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the engine are interrupted, as an application server that unloads or a build tool
 * that ends a thread group does: the queue goes on, and no caller waits for a thread that is gone.
 */
public final class Interrupts {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final int JOBS = 50;

  private Interrupts() {}

  /** Runs some jobs, and closes the backend. */
  public static void play(Backend backend) throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    Duly jobs = Duly.on(backend, Codec.RAW);
    Worker worker =
        jobs.worker().queue("default", 2).handle(WORK, (p, a) -> ran.incrementAndGet()).start();
    for (int i = 0; i < JOBS; i++) {
      interruptAll();
      jobs.enqueue(NewJob.of(WORK, Payload.none()));
    }
    interruptAll();
    assertThat(worker.awaitIdle(Duration.ofSeconds(30))).isTrue();
    assertThat(ran.get()).isGreaterThanOrEqualTo(JOBS);
    interruptAll();
    assertIdle(worker);
    jobs.close();
  }

  /** A wait that an interrupt ends for good would make a loop of it. */
  private static void assertIdle(Worker worker) throws InterruptedException {
    List<Thread> threads = threads();
    long before = cpuNanos(threads);
    long began = System.nanoTime();
    while (System.nanoTime() - began < 1_000_000_000L) {
      Thread.onSpinWait(); // this thread is not counted
    }
    assertThat(worker.name()).isNotEmpty();
    assertThat(cpuNanos(threads) - before).isLessThan(500_000_000L);
  }

  private static long cpuNanos(List<Thread> threads) {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    return threads.stream().mapToLong(t -> Math.max(0, bean.getThreadCpuTime(t.getId()))).sum();
  }

  private static void interruptAll() {
    threads().forEach(Thread::interrupt);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("duly"))
        .filter(thread -> !thread.getName().matches("duly-worker-.*-default-\\d+")) // handlers
        .toList();
  }
}
