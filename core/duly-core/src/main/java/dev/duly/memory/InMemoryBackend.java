package dev.duly.memory;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Feature;
import dev.duly.backend.Fencing;
import dev.duly.backend.Lease;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.Listeners;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.LookedForEnds;
import dev.duly.backend.support.Signal;
import dev.duly.backend.support.StoreResults;
import dev.duly.backend.support.StoreRetention;
import dev.duly.backend.support.StoreRooms;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reference: the contract in memory, for tests. Everything is gone with the process.
 * Thread-safe.
 */
public final class InMemoryBackend implements Backend {
  private static final Capabilities CAPABILITIES =
      Capabilities.builder(
              Fencing.STRICT,
              new Lease.Timed(Duration.ofMillis(1), Duration.ofDays(1), Optional.empty()))
          .delayStep(Duration.ZERO)
          .offers(Feature.values())
          .build();

  private final Signal signal = new Signal();
  private final Signal ends = new Signal();
  private final InMemoryStore store;
  private final ScheduleBook schedules;
  private final Reports reports;
  private final Faults faults = new Faults();
  private final Listeners listeners = new Listeners();

  /** On the machine's clock. */
  public InMemoryBackend() {
    this(InstantSource.system());
  }

  /** On a clock of the test's; a {@link ManualClock} that moves wakes who waits for it. */
  public InMemoryBackend(InstantSource clock) {
    Audit audit = new Audit(clock);
    store = new InMemoryStore(clock, signal, audit);
    schedules = new ScheduleBook(clock, store, audit);
    reports = new Reports(clock);
    if (clock instanceof ManualClock manual) {
      manual.onMove(signal::raise);
    }
  }

  /** The next claim or settlement is done, but its answer is lost: the caller gets an exception. */
  public void loseNextAnswer() {
    faults.loseNextAnswer();
  }

  /** The claiming half of the next turn fails. */
  public void failNextClaim() {
    faults.failNextClaim();
  }

  /** Deletes what has been over for longer than the retention says; nothing else does here. */
  public void prune() {
    store.prune();
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /** What {@link #enqueue} would answer now to each of these by itself; nothing is stored. */
  public List<Enqueued> preview(List<EncodedJob> jobs) {
    CAPABILITIES.requireAcceptable(jobs);
    return store.preview(jobs);
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    CAPABILITIES.requireAcceptable(jobs);
    return store.enqueue(jobs);
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    InMemorySession.Parts parts = new InMemorySession.Parts(store, reports, signal, ends, faults);
    return new InMemorySession(parts, info, listeners.add(onChange));
  }

  @Override
  public Token token(String text) {
    return InMemorySession.Batch.of(text);
  }

  @Override
  public Rooms rooms() {
    Shown shown = new Shown();
    return new StoreRooms(
            shown,
            new Operated(),
            reports,
            new StoreResults(() -> new LookedForEnds(shown, LongPoll.on(ends)), store::log))
        .with(schedules)
        .with(store.limits());
  }

  @Override
  public void close() {
    signal.raise();
  }

  private final class Shown implements Inspector {
    @Override
    public List<JobRecord> find(List<JobRef> jobs) {
      return store.find(jobs);
    }

    @Override
    public List<Optional<JobState>> states(List<JobRef> jobs) {
      return store.states(jobs);
    }

    @Override
    public List<JobRef> refs(JobId id) {
      return store.refs(id);
    }

    @Override
    public JobPage list(JobQuery query) {
      return store.list(query);
    }

    @Override
    public List<AttemptRecord> attempts(JobRef job) {
      return store.attempts(job);
    }

    @Override
    public List<String> pausedTypes() {
      return store.pausedTypes();
    }

    @Override
    public Optional<Retention> retention() {
      return Optional.of(store.retention());
    }

    @Override
    public List<HealthIssue> health() {
      List<HealthIssue> findings = new ArrayList<>(store.staleLeases());
      findings.add(StoreRetention.finding(retention()));
      findings.add(HealthIssue.warning("the jobs are in memory", "they go with the process"));
      return findings;
    }

    @Override
    public List<ErrorGroup> errors(int limit) {
      return store.errors(limit);
    }

    @Override
    public long ahead(JobRef job) {
      return store.ahead(job);
    }

    @Override
    public List<QueueRecord> queues() {
      return store.queues();
    }

    @Override
    public List<AuditRecord> audit(int limit) {
      return store.audit(limit);
    }
  }

  private final class Operated implements Operator {
    @Override
    public void pauseType(String type, String who) {
      store.pauseType(Names.requireType(type), who);
    }

    @Override
    public void resumeType(String type, String who) {
      store.resumeType(Names.requireType(type), who);
    }

    @Override
    public Acted requeue(JobRef job, Payload edited, String who) {
      CAPABILITIES.requireAcceptable(edited);
      return store.requeue(job, edited, who);
    }

    @Override
    public List<Enqueued> importDead(List<DeadJob> letters, String who) {
      CAPABILITIES.requireAcceptable(letters.stream().map(DeadJob::job).toList());
      return store.importDead(letters, who);
    }

    @Override
    public List<Acted> requeue(List<JobRef> jobs, String who) {
      return store.requeue(jobs, who);
    }

    @Override
    public List<Acted> cancel(List<JobRef> jobs, String who) {
      List<Acted> acts = store.cancel(jobs, who);
      if (acts.contains(Acted.ASKED)) {
        listeners.tell();
      }
      return acts;
    }

    @Override
    public List<Acted> reschedule(List<JobRef> jobs, Due due, String who) {
      CAPABILITIES.requireAcceptable(due);
      return store.reschedule(jobs, due, who);
    }

    @Override
    public List<Acted> delete(List<JobRef> jobs, String who) {
      return store.delete(jobs, who);
    }

    @Override
    public List<Acted> discard(List<JobRef> letters, String who) {
      return store.discard(letters, who);
    }

    @Override
    public Acted edit(JobRef job, Payload payload, String who) {
      CAPABILITIES.requireAcceptable(payload);
      return store.edit(job, payload, who);
    }

    @Override
    public void keep(Retention retention, String who) {
      store.keep(retention, who);
    }

    @Override
    public void pause(String queue, String who) {
      store.pause(Names.requireQueue(queue), who);
    }

    @Override
    public void resume(String queue, String who) {
      store.resume(Names.requireQueue(queue), who);
    }
  }
}
