package dev.duly.memory;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.ErrorGroups;
import dev.duly.backend.support.FollowUps;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.backend.support.Signal;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The jobs themselves. Every method holds the one lock, so that each is atomic: the contract in its
 * simplest form.
 */
final class InMemoryStore {
  private final InstantSource clock;
  private final Signal signal;

  // Guarded by this.
  private final Map<JobId, StoredJob> jobs = new LinkedHashMap<>();
  private final LimitBook limits;
  private final Lanes lanes;
  private final UniqueKeys keys;
  private final Dispenser dispenser;
  private final Set<String> known = new HashSet<>();
  private final Pauses pauses;
  private final Audit audit;
  private final Acts acts;
  private Retention retention = Retention.OF_NEW_STORE;
  private long lastSeq;

  /**
   * An empty one.
   *
   * @param signal rings at every change
   */
  InMemoryStore(InstantSource clock, Signal signal, Audit audit) {
    this.clock = clock;
    this.audit = audit;
    this.pauses = new Pauses(audit);
    Groups groups = new Groups(known);
    this.limits = new LimitBook(groups);
    this.lanes = new Lanes(clock, groups, pauses);
    this.keys = new UniqueKeys(lanes);
    this.acts = new Acts(jobs, lanes, keys, clock);
    this.dispenser =
        new Dispenser(new Dispenser.Parts(lanes, groups, limits, pauses), this::settle);
    this.signal = signal;
  }

  synchronized List<Enqueued> enqueue(List<EncodedJob> batch) {
    List<Enqueued> answers = batch.stream().map(this::enqueue).toList();
    signal.raise();
    return answers;
  }

  private Enqueued enqueue(EncodedJob job) {
    Instant now = clock.instant();
    Optional<Enqueued> answer = known(job).or(() -> keys.meet(job, now));
    if (answer.isEmpty()) {
      keys.take(add(job, now));
    }
    return answer.orElse(new Enqueued.Stored(job.id()));
  }

  synchronized List<Enqueued> preview(List<EncodedJob> batch) {
    Instant now = clock.instant();
    return batch.stream()
        .map(
            job ->
                known(job).or(() -> keys.preview(job, now)).orElse(new Enqueued.Stored(job.id())))
        .toList();
  }

  /** The answer if its id is stored. */
  private Optional<Enqueued> known(EncodedJob job) {
    return Optional.ofNullable(jobs.get(job.id())).map(holder -> holder.answerTo(job));
  }

  private StoredJob add(EncodedJob job, Instant now) {
    StoredJob stored = new StoredJob(job, ++lastSeq, now);
    jobs.put(job.id(), stored);
    known.add(job.queue());
    lanes.add(stored);
    return stored;
  }

  synchronized List<Claim> claim(Dispenser.Claimant by, List<Demand> demands) {
    return dispenser.claim(by, demands, clock.instant());
  }

  private boolean isOpen(StoredJob job) {
    return !pauses.holdType(job.asked.type());
  }

  synchronized List<Outcome> settle(List<Settlement> done) {
    Instant now = clock.instant();
    List<Outcome> outcomes = new ArrayList<>(done.size());
    for (Settlement settlement : done) {
      outcomes.add(settle(settlement, now));
    }
    signal.raise();
    return outcomes;
  }

  private Outcome settle(Settlement settlement, Instant now) {
    ClaimRef claim = settlement.claim();
    StoredJob job = jobs.get(claim.job().id());
    if (job == null) {
      return Outcome.LOST;
    }
    if (!job.isHeldBy(claim.token())) {
      return job.wasEndedBy(settlement) ? Outcome.APPLIED : Outcome.LOST;
    }
    lanes.remove(job);
    job.settle(settlement, now);
    lanes.add(job);
    if (settlement instanceof Settlement.Release release) {
      limits.holdIfAsked(job, release);
    }
    FollowUps.warn(settlement.then(), settlement.then().stream().map(this::enqueue).toList());
    return Outcome.APPLIED;
  }

  synchronized List<Extended> extend(List<Extension> extensions, Duration lease) {
    Instant until = clock.instant().plus(lease);
    List<Extended> answers = new ArrayList<>(extensions.size());
    for (Extension extension : extensions) {
      ClaimRef claim = extension.claim();
      StoredJob job = jobs.get(claim.job().id());
      if (job == null || !job.isHeldBy(claim.token())) {
        answers.add(new Extended(claim, Extended.State.LOST));
      } else {
        job.extend(until, extension.notes(), clock.instant());
        answers.add(
            new Extended(claim, job.cancelRequested ? Extended.State.STOP : Extended.State.HELD));
      }
    }
    return answers;
  }

  synchronized List<JobRecord> find(List<JobRef> refs) {
    return refs.stream().flatMap(ref -> stored(ref).stream()).map(StoredJob::toRecord).toList();
  }

  synchronized List<JobRef> refs(JobId id) {
    return Optional.ofNullable(jobs.get(id)).map(job -> job.asked.ref()).stream().toList();
  }

  synchronized List<Optional<JobState>> states(List<JobRef> refs) {
    return refs.stream().map(ref -> stored(ref).map(job -> job.toRecord().state())).toList();
  }

  synchronized List<LogLine> log(JobRef ref) {
    return stored(ref).map(StoredJob::log).orElse(List.of());
  }

  private Optional<StoredJob> stored(JobRef ref) {
    return Optional.ofNullable(jobs.get(ref.id()))
        .filter(job -> job.asked.queue().equals(ref.queue()));
  }

  synchronized JobPage list(JobQuery query) {
    return Listing.page(jobs.values(), query, clock.instant());
  }

  synchronized List<AttemptRecord> attempts(JobRef ref) {
    return stored(ref).map(StoredJob::history).orElse(List.of());
  }

  synchronized List<QueueRecord> queues() {
    return Listing.queues(jobs.values(), known, pauses.queues());
  }

  synchronized List<Acted> requeue(List<JobRef> refs, String who) {
    return act("retry", refs, who, acts::requeue);
  }

  synchronized Acted requeue(JobRef ref, Payload edited, String who) {
    Acted acted = requeue(List.of(ref), who).get(0);
    if (acted == Acted.DONE) {
      stored(ref).orElseThrow().edit(edited);
    }
    return acted;
  }

  synchronized List<Enqueued> importDead(List<DeadJob> letters, String who) {
    List<Enqueued> answers = new ArrayList<>(letters.size());
    int imported = 0;
    for (DeadJob letter : letters) {
      Optional<Enqueued> known = known(letter.job());
      if (known.isEmpty()) {
        StoredJob stored = add(letter.job(), clock.instant());
        lanes.remove(stored);
        stored.importDead(letter);
        imported++;
      }
      answers.add(known.orElse(new Enqueued.Stored(letter.job().id())));
    }
    if (imported > 0) {
      String first = letters.get(0).job().id().value();
      audit.add(who, "import", first, imported);
    }
    return answers;
  }

  synchronized List<HealthIssue> staleLeases() {
    return OverdueLeases.findings(lanes.stale(clock.instant(), pauses.queues()));
  }

  synchronized List<ErrorGroup> errors(int limit) {
    ErrorGroups groups = new ErrorGroups();
    jobs.values().forEach(job -> groups.add(job.toRecord(), job.history()));
    return groups.latest(limit);
  }

  synchronized long ahead(JobRef ref) {
    List<StoredJob> open = jobs.values().stream().filter(this::isOpen).toList();
    return stored(ref).map(mine -> Listing.ahead(open, mine, clock.instant())).orElse(0L);
  }

  synchronized List<Acted> cancel(List<JobRef> refs, String who) {
    return act("cancel", refs, who, acts::cancel);
  }

  synchronized List<Acted> reschedule(List<JobRef> refs, Due due, String who) {
    return act("reschedule", refs, who, job -> acts.reschedule(job, due));
  }

  synchronized List<Acted> delete(List<JobRef> refs, String who) {
    return act("delete", refs, who, acts::delete);
  }

  synchronized List<Acted> discard(List<JobRef> refs, String who) {
    return act("discard", refs, who, acts::discard);
  }

  synchronized Acted edit(JobRef ref, Payload payload, String who) {
    return act("edit", List.of(ref), who, job -> acts.edit(job, payload)).get(0);
  }

  private List<Acted> act(
      String act, List<JobRef> refs, String who, Function<StoredJob, Acted> onJob) {
    List<Acted> acts = new ArrayList<>();
    for (JobRef ref : refs) {
      acts.add(stored(ref).map(onJob).orElse(Acted.NOT_FOUND));
    }
    int done = (int) acts.stream().filter(a -> a == Acted.DONE || a == Acted.ASKED).count();
    if (done > 0) {
      audit.add(who, act, refs.get(0).id().value(), done);
    }
    signal.raise();
    return acts;
  }

  synchronized void pause(String queue, String who) {
    known.add(queue);
    pauses.pause(queue, who);
  }

  synchronized void resume(String queue, String who) {
    pauses.resume(queue, who);
    signal.raise();
  }

  synchronized void pauseType(String type, String who) {
    pauses.pauseType(type, who);
    lanes.typeWasPaused(type);
  }

  synchronized void resumeType(String type, String who) {
    pauses.resumeType(type, who);
    lanes.typeWasResumed(type);
    signal.raise();
  }

  synchronized List<String> pausedTypes() {
    return pauses.types();
  }

  LimitRoom limits() {
    return new LimitRoom(this, new LimitRoom.Parts(limits, lanes, clock, audit, signal));
  }

  synchronized Retention retention() {
    return retention;
  }

  synchronized void keep(Retention set, String who) {
    retention = set;
    audit.add(who, "keep", set.text(), 0);
  }

  synchronized void prune() {
    Instant now = clock.instant();
    List.copyOf(jobs.values()).stream()
        .filter(job -> job.isOverFor(retention, now))
        .forEach(acts::forget);
  }

  synchronized List<AuditRecord> audit(int limit) {
    return audit.latest(limit);
  }
}
