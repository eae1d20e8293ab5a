package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.memory.ForwardingBackend;
import dev.duly.memory.ForwardingSession;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * From when the lease of a claim counts: what arrives late must not begin with a lease that is
 * over.
 */
class LeaseBeginTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @JobName("mail")
  record Mail(String to) {}

  /** The backend, of whose sessions one thing is different. */
  private abstract class Forwarding extends ForwardingBackend {
    Forwarding() {
      super(backend);
    }

    abstract Session session(Session good);

    @Override
    public Session open(WorkerInfo info, Runnable onChange) {
      return session(super.open(info, onChange));
    }
  }

  private Worker worker(Duly jobs) {
    return jobs.worker()
        .lease(LEASE)
        .queue("default", 1)
        .handle(Mail.class, (mail, attempt) -> seen.add("ran attempt " + attempt.number()))
        .start();
  }

  @Test
  void a_request_waits_for_a_small_part_of_the_lease_that_it_takes() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Queue<Duration> waited = new ConcurrentLinkedQueue<>();
    Backend watched =
        new Forwarding() {
          @Override
          Session session(Session good) {
            return new ForwardingSession(good) {
              @Override
              public TurnResult claim(List<Demand> demands, Duration waitMax) {
                waited.add(waitMax);
                waits.countDown();
                return super.claim(demands, waitMax);
              }
            };
          }
        };
    try (Duly jobs = Duly.on(watched, new ObjectCodec())) {
      Worker worker = worker(jobs);
      assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
      jobs.enqueue(new Mail("a@b"));
      assertThat(worker.awaitIdle(PATIENCE)).isTrue();
    }
    assertThat(seen).containsExactly("ran attempt 1");
    assertThat(waited).allMatch(wait -> wait.compareTo(LEASE.dividedBy(10)) <= 0);
  }

  @Test
  void what_an_answer_that_was_lost_had_claimed_is_renewed_before_it_starts() throws Exception {
    Backend watched =
        new Forwarding() {
          @Override
          Session session(Session good) {
            return new ForwardingSession(good) {
              @Override
              public List<Extended> extend(List<Extension> running) {
                running.forEach(one -> seen.add("renewed " + one.claim().job().id().value()));
                return super.extend(running);
              }
            };
          }
        };
    try (Duly jobs = Duly.on(watched, new ObjectCodec())) {
      String id = jobs.enqueue(new Mail("a@b")).id().value();
      backend.loseNextAnswer();

      assertThat(worker(jobs).awaitIdle(PATIENCE)).isTrue();

      assertThat(seen).startsWith("renewed " + id, "ran attempt 1");
    }
  }

  @Test
  void what_is_lost_by_then_does_not_start() throws Exception {
    Session other = backend.open(new WorkerInfo("other", LEASE), () -> {});
    Queue<Claim> taken = new ConcurrentLinkedQueue<>();
    Backend watched =
        new Forwarding() {
          @Override
          Session session(Session good) {
            return new ForwardingSession(good) {
              @Override
              public List<Extended> extend(List<Extension> running) {
                if (taken.isEmpty() && !running.isEmpty()) {
                  clock.advance(LEASE.plusSeconds(1));
                  Demand demand = new Demand("default", 1);
                  taken.addAll(other.claim(List.of(demand), Duration.ZERO).claims());
                }
                return super.extend(running);
              }
            };
          }
        };
    try (Duly jobs = Duly.on(watched, new ObjectCodec())) {
      jobs.enqueue(new Mail("a@b"));
      backend.loseNextAnswer();

      assertThat(worker(jobs).awaitIdle(PATIENCE)).isTrue();

      assertThat(taken).hasSize(1);
      assertThat(seen).isEmpty();
    }
  }
}
