package dev.duly.tck.outside;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Feature;
import dev.duly.backend.Fencing;
import dev.duly.backend.Lease;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.tck.bench.Foreign;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A broker as the kit sees one: the reference, of which only dead letters and depths are shown, and
 * to which other programs publish. Its subclasses are broken.
 */
class Broker implements Backend {
  private final InMemoryBackend store;

  Broker(InMemoryBackend store) {
    this.store = store;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.builder(
            Fencing.COMPLETE_ONLY,
            new Lease.Timed(Duration.ofSeconds(1), Duration.ofHours(1), Optional.empty()))
        .delayMax(Duration.ofDays(7))
        .offers(Feature.KNOWN_IDS)
        .build();
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    capabilities().requireAcceptable(jobs);
    return store.enqueue(jobs);
  }

  /** What another program publishes. */
  void publish(Foreign message) {
    JobId id = new JobId(message.id().orElse("foreign-" + Arrays.hashCode(message.body())));
    Payload payload = new Payload(message.body(), "application/octet-stream");
    EncodedJob job = new EncodedJob(id, message.type().orElse("unknown"), message.queue(), payload);
    if (message.type().isPresent()) {
      enqueue(List.of(job));
    } else {
      letters().importDead(List.of(letter(job)), "broker");
    }
  }

  private static DeadJob letter(EncodedJob job) {
    Instant now = Instant.now();
    Job died = Job.builder(job.id(), job.spec(), job.payload(), now).build();
    return new DeadJob(
        JobRecord.builder(died, JobState.DEAD)
            .finishedAt(Optional.of(now))
            .deadReason(Optional.of("foreign"))
            .lastError(Optional.of(Failure.of("foreign", "it does not say what it is")))
            .build(),
        List.of());
  }

  DeadLetters letters() {
    return store.rooms().deadLetters().orElseThrow();
  }

  InMemoryBackend store() {
    return store;
  }

  /** The worker has vanished that settled last. */
  void vanished() {}

  /** What the broker makes of a settlement: as it is told. */
  TurnResult settle(Session session, List<Settlement> done, List<Demand> next) {
    return session.settle(done, next);
  }

  TurnResult claim(Session session, List<Demand> demands, Duration waitMax) {
    return session.claim(demands, waitMax);
  }

  /** What is handed out. */
  Claim handedOut(Claim claim) {
    return claim;
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return new BrokerSession(store.open(info, onChange));
  }

  @Override
  public Token token(String text) {
    return store.token(text);
  }

  @Override
  public Rooms rooms() {
    return new Rooms() {
      @Override
      public Optional<DeadLetters> deadLetters() {
        return Optional.of(letters());
      }

      @Override
      public Optional<Gauges> gauges() {
        return Optional.of(new Depths(store.rooms().gauges().orElseThrow()));
      }
    };
  }

  @Override
  public void close() {
    store.close();
  }

  private final class BrokerSession implements Session {
    private final Session good;

    BrokerSession(Session good) {
      this.good = good;
    }

    @Override
    public TurnResult claim(List<Demand> demands, Duration waitMax) {
      return handedOut(Broker.this.claim(good, demands, waitMax));
    }

    @Override
    public TurnResult settle(List<Settlement> done, List<Demand> next) {
      return handedOut(Broker.this.settle(good, done, next));
    }

    private TurnResult handedOut(TurnResult turn) {
      List<Claim> claims = turn.claims().stream().map(Broker.this::handedOut).toList();
      return new TurnResult(turn.outcomes(), claims, turn.claimFailed());
    }

    @Override
    public List<Extended> extend(List<Extension> running) {
      return good.extend(running);
    }

    @Override
    public void wake() {
      good.wake();
    }

    @Override
    public void close() {
      good.close();
    }
  }

  /** How much waits and how many are dead; a broker says no more. */
  private record Depths(Gauges all) implements Gauges {
    @Override
    public List<Gauge> queues() {
      return all.queues().stream()
          .map(
              q ->
                  new Gauge(
                      q.queue(),
                      q.waiting(),
                      q.due(),
                      OptionalLong.empty(),
                      OptionalLong.empty(),
                      q.dead(),
                      Optional.empty(),
                      false))
          .toList();
    }

    @Override
    public List<HealthIssue> health() {
      return List.of(HealthIssue.ok("the broker is well"));
    }
  }
}
