package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Extension;
import dev.duly.backend.Feature;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.limit.Limits;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Operator;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Labels;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Unique;
import dev.duly.job.Until;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import dev.duly.tck.bench.BackendUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does the actions of a sequence on one bench and says what is to be seen of each: its answer, then
 * all jobs, attempts and counts. Two benches that keep the same contract say the same.
 */
final class Actor implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final List<String> QUEUES = List.of("a", "b");
  private static final List<String> TYPES = List.of("t", "u");
  private static final List<Until> UNTIL =
      List.of(Until.finished(), Until.started(), Until.after(Duration.ofSeconds(7)));
  private static final List<OnConflict> ON_CONFLICT = List.of(OnConflict.values());
  private static final int IDS = 40;
  private static final int CLAIMS_KEPT = 60;

  private final BackendUnderTest bench;
  private final Backend backend;
  private final boolean acrossQueues;
  private final boolean offersKeys;
  private final Optional<Limits> limits; // where limits and groups are offered
  private final List<Session> sessions;
  private final Map<String, Claim> latest = new HashMap<>(); // by a job's id and creation
  private final List<Claim> claims = new ArrayList<>();
  private final List<Settlement> sent = new ArrayList<>();

  /**
   * On a bench.
   *
   * @param tested what the one that is tested offers: an id is used in several queues, and keys
   *     are, if it does
   */
  Actor(BackendUnderTest bench, Capabilities tested) {
    this.bench = bench;
    this.acrossQueues = tested.offers(Feature.ACROSS_QUEUES);
    this.offersKeys = tested.offers(Feature.UNIQUE_KEYS);
    this.backend = bench.backend();
    this.limits = backend.rooms().limits().filter(any -> tested.offers(Feature.FAIR_GROUPS));
    this.sessions =
        List.of(
            backend.open(new WorkerInfo("w0", LEASE), () -> {}),
            backend.open(new WorkerInfo("w1", LEASE), () -> {}));
  }

  String act(Action action) {
    // Every action has a moment of its own, so that no order hangs on what happened in the same
    // one.
    bench.advance(Duration.ofMillis(1));
    return answer(action) + "\n" + seen();
  }

  private String answer(Action x) {
    return switch (x.kind()) {
      case ENQUEUE -> enqueue(List.of(job(x.a(), x.b(), x.c())));
      case ENQUEUE_BULK -> enqueue(bulk(x));
      case ENQUEUE_UNIQUE -> enqueue(List.of(unique(x), job(x.a() + 1, x.b() + 1, x.c())));
      case ENQUEUE_AGAIN -> enqueue(List.of(job(x.a(), 0, 0)));
      case ENQUEUE_KEYED -> enqueue(keyed(x));
      case CLAIM_AHEAD -> claimAhead(x);
      case SET_LIMIT -> setLimit(x);
      case REMOVE_LIMIT -> removeLimit(x);
      case CLAIM -> claim(x, new Demand(pick(QUEUES, x.b()), 1 + x.c() % 4));
      case CLAIM_POOL ->
          claim(x, new Demand("pool", QUEUES, Priority.STRICT, 1 + x.b() % 7), new Demand("c", 2));
      case SETTLE -> settle(x.a(), 1, x);
      case SETTLE_MANY -> settle(x.a(), 2 + x.b() % 5, x);
      case SETTLE_AND_CLAIM -> settleAndClaim(x);
      case SETTLE_AGAIN -> sent.isEmpty() ? "" : outcomes(List.of(pick(sent, x.a())));
      case EXTEND -> extend(x);
      case TICK -> advance(Duration.ofMillis(x.a()));
      case ADVANCE -> advance(Duration.ofSeconds(x.a() % 12));
      case OUTLIVE_A_LEASE -> advance(LEASE);
      case PAUSE -> pause(pick(QUEUES, x.a()));
      case RESUME -> resume(pick(QUEUES, x.a()));
      case PAUSE_TYPE -> pauseType(pick(TYPES, x.a()));
      case RESUME_TYPE -> resumeType(pick(TYPES, x.a()));
      case REQUEUE -> String.valueOf(operator().requeue(refs(x), "ana"));
      case CANCEL -> String.valueOf(operator().cancel(refs(x), "bo"));
      case DELETE -> String.valueOf(operator().delete(List.of(ref(x.a(), x)), "cy"));
      case RESCHEDULE -> String.valueOf(operator().reschedule(refs(x), x.due(), "hy"));
      case EDIT -> String.valueOf(operator().edit(ref(x.a(), x), Payload.json("" + x.b()), "di"));
    };
  }

  private Operator operator() {
    return backend.rooms().operator().orElseThrow();
  }

  private String enqueue(List<EncodedJob> jobs) {
    return String.valueOf(backend.enqueue(jobs));
  }

  private List<EncodedJob> bulk(Action x) {
    List<EncodedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 2 + x.a() % 4; i++) {
      jobs.add(job(x.a() + i, x.b() + i, x.c()));
    }
    return jobs;
  }

  private EncodedJob job(int id, int kind, int due) {
    return new EncodedJob(
            id(id, kind),
            pick(TYPES, kind / 3),
            pick(QUEUES, kind),
            Payload.json(Integer.toString(kind % 3 == 0 ? 1 : kind)))
        .withPriority(pick(Priority.STRICT, kind / 2))
        .withMaxAttempts(1 + kind % 4)
        .withDue(Action.due(due));
  }

  /** Of one of few keys; where the backend keeps none, a job like others. */
  private EncodedJob unique(Action x) {
    EncodedJob job = job(x.a(), x.b(), x.c());
    Unique terms = new Unique(pick(UNTIL, x.b() / 4), pick(ON_CONFLICT, x.c() / 5));
    return offersKeys ? job.withLabels(Labels.NONE.withUniqueKey(key(x))).withUnique(terms) : job;
  }

  /**
   * Some of few group keys, and some without one; where groups are not offered, jobs like others.
   */
  private List<EncodedJob> keyed(Action x) {
    List<EncodedJob> jobs = new ArrayList<>();
    for (int i = 0; i < 1 + x.a() % 5; i++) {
      EncodedJob job = job(x.a() + i, x.b() + i / 2, x.c());
      Optional<String> group = limits.isPresent() ? x.group(i) : Optional.empty();
      jobs.add(group.map(key -> job.withLabels(Labels.NONE.withGroupKey(key))).orElse(job));
    }
    return jobs;
  }

  /** More than there are slots free for. */
  private String claimAhead(Action x) {
    int max = 1 + x.c() % 20;
    return claim(x, new Demand("ahead", QUEUES, Priority.STRICT, max, x.b() % (max + 1)));
  }

  private String setLimit(Action x) {
    limits.ifPresent(of -> of.set(x.limit(QUEUES), "fo"));
    return "";
  }

  private String removeLimit(Action x) {
    return limits.map(of -> String.valueOf(of.remove(x.target(QUEUES), "gi"))).orElse("");
  }

  private String key(Action x) {
    return "k" + x.c() % 5 + (acrossQueues ? "" : pick(QUEUES, x.b()));
  }

  private List<JobRef> refs(Action x) {
    return List.of(ref(x.a(), x), ref(x.b(), x));
  }

  /** Where the job is, or now and then where it need not be. */
  private JobRef ref(int number, Action x) {
    JobId id = id(number, x.c());
    JobRef anywhere = new JobRef(pick(QUEUES, x.b()), id);
    Inspector inspector = backend.rooms().inspector().orElseThrow();
    return x.b() % 7 == 0 ? anywhere : inspector.refs(id).stream().findFirst().orElse(anywhere);
  }

  /** One of the ids; where they are unique within a queue alone, none is used in two. */
  private JobId id(int number, int queue) {
    return new JobId("job-" + number % IDS + (acrossQueues ? "" : pick(QUEUES, queue)));
  }

  private String claim(Action x, Demand... demands) {
    return handedOut(pick(sessions, x.a()).claim(List.of(demands), Duration.ZERO));
  }

  private String handedOut(TurnResult turn) {
    claims.addAll(turn.claims());
    while (claims.size() > CLAIMS_KEPT) {
      claims.remove(0);
    }
    StringBuilder text = new StringBuilder(String.valueOf(turn.outcomes()));
    for (Claim c : turn.claims()) {
      text.append("\n  ")
          .append(c.job())
          .append(" pool ")
          .append(c.pool())
          .append(" at ")
          .append(c.ref().claimedAt())
          .append(" fence ")
          .append(fence(c));
    }
    return text.toString();
  }

  /** How it stands to the one before it of the same job: an engine numbers as it likes. */
  private String fence(Claim claim) {
    Claim before = latest.put(claim.job().id() + " of " + claim.job().createdAt(), claim);
    if (claim.fence().isEmpty() || before == null) {
      return claim.fence().isPresent() ? "first" : "none";
    }
    int order = Long.compare(claim.fence().getAsLong(), before.fence().orElse(Long.MAX_VALUE));
    return order > 0 ? "higher" : order == 0 && isSame(claim, before) ? "same" : "not higher";
  }

  private static boolean isSame(Claim claim, Claim before) {
    return claim.ref().token().text().equals(before.ref().token().text());
  }

  private String settle(int first, int many, Action x) {
    return outcomes(settlements(first, many, x));
  }

  private String settleAndClaim(Action x) {
    List<Settlement> done = settlements(x.a(), 1 + x.b() % 3, x);
    TurnResult turn =
        pick(sessions, x.c()).settle(done, List.of(new Demand(pick(QUEUES, x.b()), 2)));
    sent.addAll(done);
    return handedOut(turn);
  }

  private String outcomes(List<Settlement> done) {
    List<Outcome> outcomes = sessions.get(0).settle(done, List.of()).outcomes();
    sent.addAll(done);
    return String.valueOf(outcomes);
  }

  /** Of claims that are current, stale, or settled already, as it comes. */
  private List<Settlement> settlements(int first, int many, Action x) {
    List<Settlement> done = new ArrayList<>();
    List<Claim> used = new ArrayList<>();
    for (int i = 0; i < many && !claims.isEmpty(); i++) {
      Claim claim = pick(claims, first + i);
      if (!used.contains(claim)) {
        used.add(claim);
        done.add(x.settlement(claim, i, limits.isPresent()));
      }
    }
    return done;
  }

  private String extend(Action x) {
    List<Extension> all = claims.stream().map(Extension::new).toList();
    StringBuilder text = new StringBuilder();
    pick(sessions, x.a()).extend(all).forEach(answer -> text.append(answer.state()).append(' '));
    return text.toString();
  }

  private String advance(Duration by) {
    bench.advance(by);
    return "";
  }

  private String pause(String queue) {
    operator().pause(queue, "ed");
    return "";
  }

  private String pauseType(String type) {
    operator().pauseType(type, "ed");
    return "";
  }

  private String resumeType(String type) {
    operator().resumeType(type, "ed");
    return "";
  }

  private String resume(String queue) {
    operator().resume(queue, "ed");
    return "";
  }

  private String seen() {
    Inspector inspector = backend.rooms().inspector().orElseThrow();
    StringBuilder text = new StringBuilder();
    for (JobRecord job : listed(inspector)) {
      limits.ifPresent(any -> text.append(inspector.ahead(job.job().ref())).append(" ahead of "));
      text.append(job).append(' ').append(inspector.attempts(job.job().ref())).append('\n');
    }
    limits.ifPresent(
        of -> {
          text.append(of.list());
          QUEUES.forEach(queue -> text.append(of.meters(queue)));
        });
    return text.append(inspector.queues()).append(inspector.audit(5)).toString();
  }

  /** Where queues number their jobs each for itself, those of one moment have no order. */
  private List<JobRecord> listed(Inspector inspector) {
    if (acrossQueues) {
      return inspector.list(JobQuery.all(JobQuery.LIMIT_MAX)).jobs();
    }
    List<JobRecord> jobs = new ArrayList<>();
    for (String queue : QUEUES) {
      JobFilter filter = JobFilter.ALL.and(Field.QUEUE, queue);
      jobs.addAll(inspector.list(new JobQuery(filter, JobQuery.LIMIT_MAX)).jobs());
    }
    return jobs;
  }

  private static <T> T pick(List<T> all, int number) {
    return all.get(number % all.size());
  }

  void check() {
    Invariants.check(backend.rooms().inspector().orElseThrow());
    bench.checkStore();
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
    bench.close();
  }
}
