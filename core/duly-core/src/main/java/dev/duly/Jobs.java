package dev.duly;

import dev.duly.backend.Feature;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.Count;
import dev.duly.backend.room.EndedJob;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.Operator;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobNotStoredException;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Names;
import dev.duly.query.JobFilter;
import java.util.List;
import java.util.Optional;

/**
 * The stored jobs, for the application: finds them, lists them, acts on them. Made by {@link
 * Duly#jobs}; thread-safe. Each method throws {@link NotOfferedException} where the backend cannot
 * do it, and {@link dev.duly.backend.BackendException} if the engine failed.
 */
public final class Jobs {
  private static final int COUNTED_MAX = 100_000;
  private static final int WHO_MAX = 200;

  private final Duly duly;
  private final String who;

  Jobs(Duly duly, String who) {
    this.duly = duly;
    this.who = who;
  }

  /**
   * The same, acting for this person or service: the audit has the name.
   *
   * @param who 1 to 200 characters
   * @throws IllegalArgumentException if it is longer, or empty
   */
  public Jobs as(String who) {
    if (who.isEmpty() || who.length() > WHO_MAX) {
      throw new IllegalArgumentException(
          "who acts must be 1 to " + WHO_MAX + " characters, was " + Names.quoted(who));
    }
    return new Jobs(duly, who);
  }

  /** The job; empty if it is not stored. */
  public Optional<JobRecord> find(JobRef job) {
    return inspector().find(job);
  }

  /**
   * The job of this id, in whichever queue; empty if none is stored.
   *
   * @throws IllegalArgumentException if it is no id, or if several queues have a job of it, as on
   *     Redis; the message names them
   */
  public Optional<JobRecord> find(String id) {
    return ref(id).flatMap(this::find);
  }

  private Optional<JobRef> ref(String id) {
    return refOf(new JobId(id));
  }

  /** Where the job is that holds the unique key of a job of this queue. */
  JobRef holder(String queue, JobId id) {
    return duly.backend().capabilities().offers(Feature.ACROSS_QUEUES)
        ? refOf(id).orElseGet(() -> new JobRef(queue, id))
        : new JobRef(queue, id);
  }

  private Optional<JobRef> refOf(JobId id) {
    List<JobRef> refs = inspector().refs(id);
    if (refs.size() > 1) {
      throw new IllegalArgumentException(
          "id " + id + " is in several queues: " + refs + ". Find it with new JobRef(queue, id)");
    }
    return refs.stream().findFirst();
  }

  /**
   * A handle of a job that was enqueued earlier, here or elsewhere; whether it is stored is not
   * looked at.
   *
   * @param type what the job is of
   */
  public <R> JobHandle<R> handle(JobType<?, R> type, JobRef job) {
    return new JobHandle<>(duly, type, job, new Enqueued.Duplicate(job.id()));
  }

  /**
   * The same of the job of this id, in whichever queue; in the queue of its type if none is stored.
   */
  public <R> JobHandle<R> handle(JobType<?, R> type, String id) {
    return handle(type, ref(id).orElseGet(() -> new JobRef(type.queue(), new JobId(id))));
  }

  /**
   * What the handler of a job returned.
   *
   * @return empty: the job is not over, or its handler returned nothing, or that was not kept
   * @throws IllegalArgumentException if the job is of another type, or its result cannot be read as
   *     this type says
   * @throws dev.duly.job.JobDiedException if the job is a dead letter
   * @throws dev.duly.job.JobCancelledException if it was cancelled
   * @throws dev.duly.job.JobNotStoredException if it is not stored, or no more
   */
  public <R> Optional<R> result(JobType<?, R> type, JobRef job) {
    return find(job).map(record -> result(type, record)).orElseThrow(() -> notStored(job));
  }

  /** The same of the job of this id, in whichever queue. */
  public <R> Optional<R> result(JobType<?, R> type, String id) {
    return find(id)
        .map(record -> result(type, record))
        .orElseThrow(() -> notStored(new JobRef(type.queue(), new JobId(id))));
  }

  private static JobNotStoredException notStored(JobRef job) {
    return new JobNotStoredException(job);
  }

  private <R> Optional<R> result(JobType<?, R> type, JobRecord job) {
    JobEnd<R> end = duly.ends().read(EndedJob.of(job), type);
    return job.state().isFinal() ? Optional.ofNullable(end.resultOrThrow()) : Optional.empty();
  }

  /**
   * What a handler said last of how far it is, read as this class; empty if it said nothing.
   *
   * @throws IllegalArgumentException if it cannot be read as that
   */
  public <T> Optional<T> progress(JobRef job, Class<T> type) {
    return find(job).flatMap(JobRecord::progress).map(said -> duly.ends().read(job, said, type));
  }

  /** The same of the job of this id, in whichever queue. */
  public <T> Optional<T> progress(String id, Class<T> type) {
    return ref(id).flatMap(job -> progress(job, type));
  }

  /**
   * The last lines that handlers of the job said, the oldest first; at most 1,000.
   *
   * @throws NotOfferedException if the backend keeps none
   */
  public List<LogLine> log(JobRef job) {
    return rooms()
        .results()
        .orElseThrow(() -> new NotOfferedException("this backend keeps no logs of jobs"))
        .log(job);
  }

  /** The same of the job of this id, in whichever queue. */
  public List<LogLine> log(String id) {
    return ref(id).map(this::log).orElse(List.of());
  }

  /** One page of the jobs that fit. */
  public JobPage list(JobQuery query) {
    return inspector().list(query);
  }

  /**
   * The newest jobs that fit a query as people type it, such as {@code state:dead tag:customer-7}.
   *
   * @param limit from 1 to 1,000
   * @throws dev.duly.query.QueryException if it is none; the message has the place
   */
  public List<JobRecord> list(String query, int limit) {
    return list(new JobQuery(JobFilter.parse(query), limit)).jobs();
  }

  /** How many jobs fit a query; counts up to 100,000. */
  public Count count(String query) {
    return inspector().count(JobFilter.parse(query), COUNTED_MAX);
  }

  /**
   * How many jobs of a queue wait, those that are scheduled for later among them: for a producer
   * that is to wait when there are too many. 0 if there is no such queue.
   */
  public long waiting(String queue) {
    Names.requireQueue(queue);
    return rooms()
        .gauges()
        .orElseThrow(() -> new NotOfferedException("this backend cannot count its waiting jobs"))
        .queues()
        .stream()
        .filter(gauge -> gauge.queue().equals(queue))
        .map(Gauge::waiting)
        .mapToLong(
            waiting ->
                waiting.orElseThrow(
                    () -> new NotOfferedException("this backend cannot count its waiting jobs")))
        .sum();
  }

  /** Cancels a waiting job at once; asks a running one to stop, and its result stands if first. */
  public Acted cancel(JobRef job) {
    return cancel(List.of(job)).get(0);
  }

  /** The same of the job of this id, in whichever queue. */
  public Acted cancel(String id) {
    return ref(id).map(this::cancel).orElse(Acted.NOT_FOUND);
  }

  /** The same of many; one answer each. */
  public List<Acted> cancel(List<JobRef> jobs) {
    List<Acted> acts = operator().cancel(jobs, who);
    jobs.forEach(duly.ends()::ended);
    return acts;
  }

  /** Makes a dead or cancelled job wait again, due at once, with a fresh budget of attempts. */
  public Acted retry(JobRef job) {
    return retry(List.of(job)).get(0);
  }

  /** The same of the job of this id, in whichever queue. */
  public Acted retry(String id) {
    return ref(id).map(this::retry).orElse(Acted.NOT_FOUND);
  }

  /** The same of many; one answer each. */
  public List<Acted> retry(List<JobRef> jobs) {
    return operator().requeue(jobs, who);
  }

  /**
   * Gives a job that is neither running nor completed another payload; the next attempt gets it.
   *
   * @throws IllegalArgumentException if the codec cannot write it, or it breaks a limit
   */
  public Acted edit(JobRef job, Object payload) {
    return operator().edit(job, duly.encoder().encode(payload), who);
  }

  /** Deletes a job that does not run, with its attempts. */
  public Acted delete(JobRef job) {
    Acted acted = operator().delete(List.of(job), who).get(0);
    duly.ends().ended(job);
    return acted;
  }

  /** The same of the job of this id, in whichever queue. */
  public Acted delete(String id) {
    return ref(id).map(this::delete).orElse(Acted.NOT_FOUND);
  }

  private Rooms rooms() {
    duly.requireOpen();
    return duly.backend().rooms();
  }

  private Inspector inspector() {
    return rooms()
        .inspector()
        .orElseThrow(() -> new NotOfferedException("this backend cannot show its jobs"));
  }

  private Operator operator() {
    return rooms()
        .operator()
        .orElseThrow(() -> new NotOfferedException("this backend cannot act on its jobs"));
  }
}
