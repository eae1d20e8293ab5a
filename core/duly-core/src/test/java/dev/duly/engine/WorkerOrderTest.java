package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.WorkerBuilder;
import dev.duly.job.Priority;
import dev.duly.job.PriorityOrder;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker on the reference: which job comes when. */
class WorkerOrderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Duly jobs = Duly.on(backend, new ObjectCodec());
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @JobName("mail")
  record Mail(String to) {}

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void high_goes_before_normal_before_low() throws Exception {
    for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
      jobs.enqueue(NewJob.of(new Mail(priority + "1")).priority(priority));
      jobs.enqueue(NewJob.of(new Mail(priority + "2")).priority(priority));
    }

    jobs.worker()
        .queue("default", 1)
        .handle(Mail.class, (mail, attempt) -> ran.add(mail.to()))
        .start()
        .awaitIdle(PATIENCE);

    assertThat(ran).containsExactly("HIGH1", "HIGH2", "NORMAL1", "NORMAL2", "LOW1", "LOW2");
  }

  @Test
  void by_weights_even_the_lowest_level_comes_first_when_it_is_drawn() throws Exception {
    Env luck = Env.system();
    Env lowIsDrawn = new Env(luck.nanoTime(), () -> 0.999, luck.ids(), luck.threads());
    jobs.enqueue(NewJob.of(new Mail("high")).priority(Priority.HIGH));
    jobs.enqueue(NewJob.of(new Mail("low")).priority(Priority.LOW));

    Duly.builder()
        .backend(backend)
        .codec(new ObjectCodec())
        .env(lowIsDrawn)
        .build()
        .worker()
        .queue("default", 1)
        .priorityOrder(PriorityOrder.weighted(16, 4, 1))
        .handle(Mail.class, (mail, attempt) -> ran.add(mail.to()))
        .start()
        .awaitIdle(PATIENCE);

    assertThat(ran).containsExactly("low", "high");
  }

  private List<String> firstOf(int many, UnaryOperator<WorkerBuilder> pool) throws Exception {
    for (String queue : List.of("critical", "bulk")) {
      jobs.enqueueAll(
          IntStream.range(0, many).mapToObj(i -> NewJob.of(new Mail(queue)).queue(queue)).toList());
    }
    pool.apply(jobs.worker())
        .handle(Mail.class, (mail, attempt) -> ran.add(mail.to()))
        .start()
        .awaitIdle(PATIENCE);
    assertThat(ran).hasSize(2 * many);
    return ran.stream().limit(many).toList();
  }

  @Test
  void a_pool_in_order_serves_the_first_queue_first() throws Exception {
    assertThat(firstOf(500, worker -> worker.queues(List.of("critical", "bulk"), 1)))
        .containsOnly("critical");
  }

  @Test
  void by_weights_a_busy_queue_starves_no_other() throws Exception {
    Map<String, Integer> weights = Map.of("critical", 6, "bulk", 1);

    assertThat(firstOf(2_100, worker -> worker.queues(weights, 1)))
        .filteredOn("bulk"::equals)
        .hasSizeBetween(150, 600); // 300 on average
  }

  @Test
  void a_slow_queue_does_not_hold_back_a_dedicated_one() throws Exception {
    CountDownLatch fastIsDone = new CountDownLatch(20);
    JobType<Mail, Void> slow = JobType.of("slow", Mail.class).queue("slow");
    JobType<Mail, Void> fast = JobType.of("fast", Mail.class).queue("fast");
    for (int i = 0; i < 20; i++) {
      jobs.enqueue(NewJob.of(slow, new Mail("s")));
      jobs.enqueue(NewJob.of(fast, new Mail("f")));
    }
    Worker worker =
        jobs.worker()
            .queue("slow", 2)
            .queue("fast", 2)
            .handle(slow, (mail, attempt) -> fastIsDone.await())
            .handle(fast, (mail, attempt) -> fastIsDone.countDown())
            .start();

    assertThat(fastIsDone.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();
  }

  @Test
  void many_jobs_all_run_once() throws Exception {
    int n = 5_000;
    List<NewJob<Mail, Void>> bulk =
        IntStream.range(0, n).mapToObj(i -> NewJob.of(new Mail("m" + i))).toList();
    jobs.enqueueAll(bulk);

    jobs.worker()
        .queue("default", 32)
        .handle(Mail.class, (mail, attempt) -> ran.add(mail.to()))
        .start()
        .awaitIdle(PATIENCE);

    assertThat(ran).hasSize(n).doesNotHaveDuplicates();
    assertThat(backend.rooms().inspector().orElseThrow().queues())
        .singleElement()
        .matches(q -> q.completed() == n && q.isDrained());
  }
}
